import { createServer, type RequestListener } from 'node:http';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import type { ConnectionSnapshot, SocketOptions } from '../../src/client/index.js';
import type { PortOptions } from '../../src/gateway/index.js';
import { browserForFile } from '../support/browser/browser.js';
import { pagesForFile } from '../support/browser/pages.js';
import { join, startGateway, startServer } from '../support/gateway/gateways.js';
import { startChaosProxy } from '../support/network/chaosProxy.js';
import { startNginx } from '../support/network/nginx.js';
import { waitFor } from '../support/waitFor.js';

const chromium = browserForFile();
const pages = pagesForFile();

/**
 * The page and, under `/ws`, what these lines say, at one origin behind a real nginx, and in front of that the network.
 * @param serverLines of nginx, for the page as well
 */
async function openBehindNginx(webSocketLines: string, options: SocketOptions = {}, serverLines = '') {
  const { port: pagesPort } = new URL(pages.url('app'));
  const locations = `${serverLines} location /ws { ${webSocketLines} }`;
  const nginx = await startNginx({ upstreamPort: Number(pagesPort), locations });
  const network = await startChaosProxy({ target: nginx });
  const page = await chromium.newPage();
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  const { pathname, search } = new URL(pages.url('app', { url: '/ws', options: JSON.stringify(options) }));
  await page.goto(`http://127.0.0.1:${network.port}${pathname}${search}`);
  return { page, dialogs, said, network };
}

/** Waits for the words of the banner; its connection's snapshot then. */
async function says(page: Page, words: RegExp): Promise<ConnectionSnapshot> {
  const banner = page.locator('[data-heartbeat="banner"]');
  await waitFor(`the words ${String(words)}`, async () =>
    (await banner.count()) > 0 ? words.test((await banner.textContent()) ?? '') : false,
  );
  return page.evaluate('heartbeat.store.getState()');
}

const passTo = (port: number, more = ''): string => `
  proxy_pass http://127.0.0.1:${port};
  proxy_http_version 1.1;
  proxy_set_header Upgrade $http_upgrade;
  proxy_set_header Connection "upgrade";
  proxy_set_header Host $http_host;
  ${more}`;

async function gatewayThat(options: Partial<PortOptions>): Promise<string> {
  return passTo((await startGateway({ allowedHosts: ['127.0.0.1'], ...options })).port);
}

async function fullGateway(): Promise<string> {
  const { port, url } = await startGateway({ allowedHosts: ['127.0.0.1'], maxConnections: 1 });
  await join(url);
  return passTo(port);
}

async function withoutUpgrade(): Promise<string> {
  const { port } = await startGateway({ allowedHosts: ['127.0.0.1'] });
  return `proxy_pass http://127.0.0.1:${port}; proxy_set_header Host $http_host;`;
}

async function appThat(answers: RequestListener): Promise<string> {
  const { server, port } = await startServer(createServer(answers));
  server.on('upgrade', (request, socket) => {
    // A page that has closed by then resets it.
    socket.on('error', () => {});
    socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  return passTo(port);
}

const CASES: readonly (readonly [string, () => Promise<string>, RegExp, string])[] = [
  ['401', () => gatewayThat({ authenticate: () => 'unauthorized' }), /You’re signed out/, 'auth'],
  ['403', () => gatewayThat({ authenticate: () => 'forbidden' }), /You don’t have access/, 'refused'],
  ['too many connections', fullGateway, /Server busy/, 'overload'],
  [
    '503 with Retry-After',
    async () => 'add_header Retry-After 7 always; return 503;',
    /Can’t reach the server/,
    'unreachable',
  ],
  ['no server behind nginx: a 502', async () => passTo(9), /Can’t reach the server/, 'unreachable'],
  ['nginx without the Upgrade headers', withoutUpgrade, /Connection blocked/, 'upgrade-blocked'],
  [
    'an app that knows no such path',
    () => appThat((_, response) => void response.writeHead(404).end()),
    /Can’t connect/,
    'connect-error',
  ],
];

describe('the banner says truly why there is no connection, or less', () => {
  it.each(CASES)('%s', async (_name, lines, words, cause) => {
    const { page, dialogs } = await openBehindNginx(await lines());
    expect(await says(page, words)).toMatchObject({ cause });
    expect(dialogs).toEqual([]);
    expect(await page.locator('textarea').isVisible()).toBe(true);
  });

  it('a gateway that drains', async () => {
    const { gateway, port } = await startGateway({ allowedHosts: ['127.0.0.1'] });
    await gateway.drain();
    const { page } = await openBehindNginx(passTo(port));
    await page.getByText('Server restarting').first().waitFor();
    expect(await page.evaluate('heartbeat.store.getState().cause')).toBe('drain');
  });

  it('a 503 with Retry-After is waited for', async () => {
    const { page } = await openBehindNginx('add_header Retry-After 7 always; return 503;');
    await says(page, /Can’t reach the server/);
    const events = await page.evaluate<{ kind: string; retryAfterMs?: number; delayMs?: number }[]>('observed.events');
    const diagnosed = events.findIndex(({ kind }) => kind === 'connect.diagnosed');
    expect(events[diagnosed]).toMatchObject({ retryAfterMs: 7_000 });
    // An attempt that was under way when the answer came fails by itself first.
    expect(events[diagnosed + 1]).toMatchObject({ kind: 'retry.scheduled' });
    expect(events[diagnosed + 1]?.delayMs).toBeGreaterThanOrEqual(7_000);
  });

  it('no nginx either', async () => {
    const { page, network } = await openBehindNginx(await gatewayThat({}));
    await page.locator('output', { hasText: /^open$/ }).waitFor();
    network.refuse();
    network.resetAll();
    expect(await says(page, /Can’t reach the server/)).toMatchObject({ cause: 'unreachable' });
  });

  it('a browser that is offline, and comes back', async () => {
    const { page, network } = await openBehindNginx(await gatewayThat({}));
    await page.locator('output', { hasText: /^open$/ }).waitFor();
    await page.context().setOffline(true);
    network.refuse();
    network.resetAll();
    expect(await says(page, /You’re offline/)).toMatchObject({ status: 'offline', cause: 'network-offline' });
    network.accept();
    await page.context().setOffline(false);
    await page.locator('output', { hasText: /^open$/ }).waitFor();
    const kinds = await page.evaluate<string[]>('observed.events.map(({ kind }) => kind)');
    expect(kinds).not.toContain('connect.diagnosed');
  });

  it('a policy of the page that forbids the socket: one attempt, and the console names the directive', async () => {
    const policy = `add_header Content-Security-Policy "connect-src 'none'" always;`;
    const { page, said } = await openBehindNginx(await gatewayThat({}), {}, policy);
    expect(await says(page, /Can’t reconnect/)).toMatchObject({ cause: 'connect-error', counters: { attempts: 1 } });
    expect(said.filter((text) => text.startsWith('heartbeat-socket:'))).toEqual([
      expect.stringMatching(/connect-src.*wss:/),
    ]);
  });
});
