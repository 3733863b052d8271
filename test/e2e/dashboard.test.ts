import { createServer, request as httpRequest } from 'node:http';
import type { Page } from 'playwright';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { createHeartbeatSocket } from '../../src/client/createHeartbeatSocket.js';
import { browserForFile } from '../support/browser/browser.js';
import { builtGatewayForFile } from '../support/browser/builtGateway.js';
import { violations } from '../support/browser/violations.js';
import { ADMIN, join, startServer } from '../support/gateway/gateways.js';
import { startNginx } from '../support/network/nginx.js';
import { waitFor } from '../support/waitFor.js';

const browser = browserForFile();
const built = builtGatewayForFile();

/** Opens the page and notes what its policy or its scripts stumble over. */
async function open(address: string, options: Parameters<typeof browser.newPage>[0] = {}) {
  const page = await browser.newPage(options);
  const problems: string[] = [];
  page.on('pageerror', ({ message }) => problems.push(message));
  page.on('console', (message) => {
    // Routes that this gateway does not have yet answer 404, and a gateway that is gone refuses.
    if (message.type() === 'error' && !/status of 40[14]|ERR_CONNECTION/.test(message.text()))
      problems.push(message.text());
  });
  await page.goto(address);
  return { page, problems };
}

async function signIn(page: Page, token: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Token' }).fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

const headline = (page: Page, text: string | RegExp): Promise<void> =>
  page.getByRole('heading', { level: 1 }).filter({ hasText: text }).waitFor();

describe('the operators’ page', () => {
  it('lets an operator change the interval, and the clients follow without a reconnect', async () => {
    const { gateway, page: address, url } = await built.start({ admin: ADMIN });
    const clients = await Promise.all([join(url), join(url), join(url)]);
    const { page, problems } = await open(`${address.slice(0, -1)}#settings`);
    expect(page.url()).toBe(`${address}#settings`);
    await signIn(page, 'wrong');
    await page.getByText('The gateway does not accept this token.').waitFor();
    await signIn(page, ADMIN.operatorToken);
    await headline(page, 'A heartbeat every 25');
    await page.getByRole('textbox', { name: 'Interval in seconds' }).fill('40');
    await page.getByText(/Found within 160\s*s, now 100/).waitFor();
    await page.getByRole('button', { name: 'Apply to 3 people' }).click();
    for (const client of clients) {
      expect(await client.frame('heartbeat.settings')).toMatchObject({
        heartbeat: { intervalMs: 40_000, timeoutMs: 120_000 },
      });
    }
    await headline(page, 'A heartbeat every 40');
    expect(gateway.stats()).toMatchObject({ connections: 3, counters: { opened: 3 } });
    expect(clients.every(({ closeCode }) => closeCode === null)).toBe(true);
    expect(problems).toEqual([]);
  });

  it('shows another person’s change, and lets it stand or be replaced', async () => {
    const { gateway, page: address, port } = await built.start({ admin: ADMIN });
    const { page } = await open(`${address}#settings`);
    await signIn(page, ADMIN.operatorToken);
    await headline(page, 'A heartbeat every 25');
    await page.getByRole('textbox', { name: 'Interval in seconds' }).fill('40');
    // Between the page's last look and its change. The page may look before it sends: then there is no conflict to show.
    await page.route('**/settings', async (route) => {
      if (route.request().method() !== 'PATCH') return route.abort();
      await fetch(`http://127.0.0.1:${port}/heartbeat/settings`, {
        method: 'PATCH',
        headers: { Authorization: `Bearer ${ADMIN.operatorToken}` },
        body: '{"intervalMs":30000}',
      });
      await route.continue();
      await page.unroute('**/settings');
    });
    await page.getByRole('button', { name: 'Apply' }).click();
    const conflict = page.getByRole('alert', { name: 'Changed meanwhile' });
    await conflict.getByRole('row', { name: /Interval 30\s*s 40\s*s/ }).waitFor();
    expect(gateway.stats().settings.intervalMs.value).toBe(30_000);
    await conflict.getByRole('button', { name: 'Put mine on top' }).click();
    await headline(page, 'A heartbeat every 40');
    expect(gateway.stats().settings).toMatchObject({ version: 3, intervalMs: { value: 40_000 } });
    await conflict.waitFor({ state: 'detached' });
  });

  it(
    'tries a large change on a few people first, and shows how it is taken back by itself',
    { timeout: 120_000 },
    async () => {
      const { gateway, page: address, port } = await built.start({ admin: ADMIN, heartbeat: { intervalMs: 2_000 } });
      // What the operator does not know: connections that are silent for three seconds are cut.
      const proxy = await startNginx({ upstreamPort: port, readTimeoutSeconds: 3 });
      const people = Array.from({ length: 30 }, () =>
        createHeartbeatSocket(`ws://127.0.0.1:${proxy.port}/ws`, { WebSocket }),
      );
      onTestFinished(() => people.forEach((socket) => socket.destroy()));
      for (const socket of people) socket.connect();
      await waitFor('all to connect', () => people.every((socket) => socket.store.getState().status === 'open'));
      const { page, problems } = await open(`${address}#settings`);
      await signIn(page, ADMIN.operatorToken);
      await page.getByText('30 people are connected').waitFor();
      await page.getByRole('textbox', { name: 'Interval in seconds' }).fill('5');
      await page.getByRole('textbox', { name: 'Why? Kept with the change' }).fill('fewer bytes');
      await page.getByRole('button', { name: 'Try it dry' }).click();
      await page.getByText(/It would be tried on 10 people of 30 first/).waitFor();
      await page.getByRole('button', { name: /Apply to 5\s*% first/ }).click();
      const trial = page.getByRole('region', { name: /^5\s*s, tried on 5\s*%/ });
      await trial.getByRole('button', { name: 'Take it back now' }).waitFor();
      await page.getByText('One change at a time').waitFor();
      await trial.waitFor({ state: 'detached', timeout: 60_000 });
      await headline(page, /^A heartbeat every 2\s*s\. 5\s*s was tried and taken back at/);
      await page.getByRole('row').filter({ hasText: 'fewer bytes' }).getByText('taken back').waitFor();
      expect(gateway.stats().settings).toMatchObject({ intervalMs: { value: 2_000 }, lastGuard: { endedBy: 'guard' } });
      expect(problems).toEqual([]);
    },
  );

  it('rolls back to an earlier version', async () => {
    const { gateway, page: address } = await built.start({ admin: ADMIN });
    const { page } = await open(`${address}#settings`);
    await signIn(page, ADMIN.operatorToken);
    for (const seconds of ['30', '40']) {
      await page.getByRole('textbox', { name: 'Interval in seconds' }).fill(seconds);
      await page.getByRole('button', { name: 'Apply', exact: true }).click();
      await headline(page, `A heartbeat every ${seconds}`);
    }
    await page.getByRole('button', { name: 'Roll back to version 2…' }).click();
    await page.getByRole('button', { name: 'Roll back for 0 people' }).click();
    await headline(page, 'A heartbeat every 30');
    await page.getByRole('rowheader', { name: 'Rolled back to 2' }).waitFor();
    expect(gateway.stats().settings).toMatchObject({ version: 4, intervalMs: { value: 30_000, by: 'operator' } });
  });

  it('shows on its overview who is connected', async () => {
    const { page: address, url } = await built.start({ admin: ADMIN });
    const { page, problems } = await open(address);
    await signIn(page, ADMIN.operatorToken);
    await headline(page, 'No one is connected yet.');
    await Promise.all([join(url), join(url)]);
    await headline(page, '2 people connected.');
    await page.getByRole('slider', { name: 'Time' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Table' }).click();
    await page.getByRole('columnheader', { name: 'Connected' }).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('lets a viewer look and not touch', async () => {
    const { page: address } = await built.start({ admin: ADMIN });
    const { page } = await open(`${address}#settings`);
    await signIn(page, ADMIN.viewerToken);
    await page.getByText('You are looking as a viewer. An operator can change the interval.').waitFor();
    expect(await page.getByRole('textbox', { name: 'Interval in seconds' }).isEditable()).toBe(false);
    expect(await page.getByRole('main').getByRole('button').count()).toBe(0);
    expect(await page.getByRole('button', { name: /Drain|Notice/ }).count()).toBe(0);
  });

  it('keeps its data under our own banner while the gateway is gone, and catches up', async () => {
    const first = await built.start({ admin: ADMIN });
    const { page, problems } = await open(`${first.page}#settings`);
    await signIn(page, ADMIN.operatorToken);
    await headline(page, 'A heartbeat every 25');
    await first.gateway.close();
    await page.locator('[data-heartbeat="banner"]').waitFor();
    await headline(page, /^As it was .* ago, at .*A heartbeat every 25/);
    expect(await page.getByRole('button', { name: /^Apply/ }).count()).toBe(0);
    await built.start({ admin: ADMIN, port: first.port, heartbeat: { intervalMs: 20_000 } });
    await headline(page, /^A heartbeat every 20/);
    await page.getByRole('button', { name: /^Apply/ }).waitFor();
    expect(problems).toEqual([]);
  });

  it('signs out when the token goes, and keeps a token only when it is told to', async () => {
    const first = await built.start({ admin: ADMIN });
    const { page } = await open(`${first.page}#settings`);
    await signIn(page, ADMIN.operatorToken);
    await headline(page, 'A heartbeat every');
    await page.reload();
    await page.getByRole('checkbox', { name: 'Keep it until this tab is closed' }).check();
    await signIn(page, ADMIN.operatorToken);
    await headline(page, 'A heartbeat every');
    await page.reload();
    await headline(page, 'A heartbeat every');
    await first.gateway.close();
    await built.start({ admin: { operatorToken: 'another' }, port: first.port });
    await page.getByText('The gateway no longer accepts your token.').waitFor();
    expect(await page.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0);
    expect(page.url()).not.toContain(ADMIN.operatorToken);
  });

  it('asks before a drain and then drains', async () => {
    const { gateway, page: address, url } = await built.start({ admin: ADMIN });
    const client = await join(url);
    const { page } = await open(`${address}#settings`);
    await signIn(page, ADMIN.operatorToken);
    await page.getByRole('button', { name: 'Drain this gateway…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Send 1 person away from this gateway?' });
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Drain this gateway…' }).click();
    await dialog.getByRole('combobox', { name: 'Spread over' }).selectOption('10');
    await dialog.getByRole('button', { name: 'Send 1 person away' }).click();
    await client.frame('heartbeat.reconnect');
    client.socket.close();
    await waitFor('an empty gateway', () => gateway.peers.size === 0);
    await page.getByText('draining').waitFor();
  });

  it('shows a notice to everyone, and withdraws it', async () => {
    const { page: address, url } = await built.start({ admin: ADMIN });
    const client = await join(url);
    client.send({ type: 'heartbeat.hello', client: 'test', sessionId: '0'.repeat(32), attempt: 0, knows: ['notice'] });
    const { page, problems } = await open(address);
    await signIn(page, ADMIN.operatorToken);
    await page.getByRole('button', { name: 'Notice to everyone…' }).click();
    await page.getByRole('textbox', { name: 'Text, in English' }).fill('Back <b>soon</b>');
    await page.getByRole('button', { name: 'Show to 1 person' }).click();
    expect(await client.frame('heartbeat.notice')).toMatchObject({ text: { en: 'Back <b>soon</b>' }, forMs: 600_000 });
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Notice to everyone…' }).click();
    await page.getByText(/^In force until .* by operator: “Back <b>soon<\/b>”/).waitFor();
    await page.getByRole('button', { name: 'Withdraw it' }).click();
    await waitFor('the withdrawal', () => client.frames('heartbeat.notice').at(-1)?.['text'] === null);
    expect(problems).toEqual([]);
  });

  it('works behind a prefix that only a proxy knows', async () => {
    const { port } = await built.start({ admin: ADMIN });
    const proxy = createServer((incoming, outgoing) => {
      const path = (incoming.url ?? '').replace(/^\/ops\/eu/, '');
      const onward = httpRequest({ port, host: '127.0.0.1', path, method: incoming.method, headers: incoming.headers });
      onward.on('response', (response) => {
        outgoing.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(outgoing);
      });
      onward.on('error', () => outgoing.destroy());
      incoming.pipe(onward);
    });
    const { port: proxyPort } = await startServer(proxy);
    const { page, problems } = await open(`http://127.0.0.1:${proxyPort}/ops/eu/heartbeat#settings`);
    expect(new URL(page.url()).pathname).toBe('/ops/eu/heartbeat/');
    await signIn(page, ADMIN.operatorToken);
    await headline(page, 'A heartbeat every 25');
    expect(problems).toEqual([]);
  });

  it('shows a name that is markup as text, and runs none of it', async () => {
    const subject = '<img src=x onerror=document.title=1><b>ada';
    const { page: address } = await built.start({ admin: { authorize: () => ({ role: 'operator', subject }) } });
    const { page, problems } = await open(`${address}#settings`);
    await signIn(page, 'any');
    await page.getByText(subject).first().waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).toBe('Heartbeat');
    expect(problems).toEqual([]);
  });

  it.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['narrow', { viewport: { width: 320, height: 640 } }],
  ] as const)('breaks no rule of axe, and needs no sideways scroll: %s', async (_, options) => {
    const { page: address } = await built.start({ admin: ADMIN });
    const { page } = await open(`${address}#settings`, options);
    expect(await violations(page)).toEqual([]);
    await signIn(page, ADMIN.operatorToken);
    await headline(page, 'A heartbeat every 25');
    await page.getByRole('textbox', { name: 'Interval in seconds' }).fill('54');
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });
});

it('serves the page with a strict policy, whole or compressed, and no other file', async () => {
  const { page: address } = await built.start({ admin: ADMIN });
  const html = await fetch(address);
  const policy = html.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
  expect(html.headers.get('referrer-policy')).toBe('no-referrer');
  const script = /src="\.\/([^"]+)"/.exec(await html.text())?.[1] ?? '';
  const plain = await fetch(address + script, { headers: { 'Accept-Encoding': 'identity' } });
  const compressed = await fetch(address + script, { headers: { 'Accept-Encoding': 'gzip' } });
  expect(compressed.headers.get('content-encoding')).toBe('gzip');
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(plain.headers.get('cache-control')).toContain('immutable');
  expect(await compressed.text()).toBe(await plain.text());
  expect((await fetch(`${address}openapi.json`)).status).toBe(200);
  expect((await fetch(address, { method: 'POST' })).status).toBe(405);
  for (const path of ['..%2fpackage.json', 'assets/', '%2e%2e%2fgateway/index.js', 'index.html/']) {
    expect((await fetch(address + path)).status).toBe(404);
  }
});

it('is not there without tokens', async () => {
  const { page: address } = await built.start();
  for (const path of ['', 'index.html', 'openapi.json']) expect((await fetch(address + path)).status).toBe(404);
});
