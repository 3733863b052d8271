import { expect, it } from 'vitest';
import { resolveAlerts } from '../../../src/gateway/alerts/alertOptions.js';

const secret = 'x'.repeat(20);

it.each([
  'https://ada:SENTINEL@hooks.example.com/x',
  'https://SENTINEL@hooks.example.com/x',
  'https://:SENTINEL@hooks.example.com/x',
  'https://ada:SENTINEL@not a host/x',
  'ftp://hooks.example.com/SENTINEL',
  'hooks.example.com/SENTINEL',
])('refuses %s for a webhook, and does not show it', (url) => {
  const resolve = () => resolveAlerts({ webhook: { url, secret } });
  expect(resolve).toThrow(expect.objectContaining({ option: 'alerts.webhook.url' }));
  expect(resolve).not.toThrow('SENTINEL');
});

it('takes a URL without a user name for a webhook', () => {
  const webhook = { url: 'https://hooks.example.com/@ada?by=a:b@c', secret };
  expect(resolveAlerts({ webhook }).webhook).toEqual(webhook);
});
