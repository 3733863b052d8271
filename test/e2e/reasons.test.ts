import { createServer, type RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { SocketOptions } from '../../src/client/index.js';
import type { PortOptions } from '../../src/gateway/index.js';
import { browserForFile } from '../support/browser/browser.js';
import { pagesForFile } from '../support/browser/pages.js';
import { join, startGateway, startServer } from '../support/gateway/gateways.js';
import { startNginx } from '../support/network/nginx.js';
import { waitFor } from '../support/waitFor.js';

const chromium = browserForFile();
const pages = pagesForFile();

/** The page and, under `/ws`, what these lines say, at one origin behind a real nginx. */
async function openBehindNginx(webSocketLines: string, options: SocketOptions = {}) {
  const { port: pagesPort } = new URL(pages.url('app'));
  const nginx = await startNginx({ upstreamPort: Number(pagesPort), locations: `location /ws { ${webSocketLines} }` });
  const page = await chromium.newPage();
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  const { pathname, search } = new URL(pages.url('app', { url: '/ws', options: JSON.stringify(options) }));
  await page.goto(`http://127.0.0.1:${nginx.port}${pathname}${search}`);
  return { page, dialogs, nginx };
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
    const banner = page.locator('[data-heartbeat="banner"]');
    await waitFor(`the words ${String(words)}`, async () =>
      (await banner.count()) > 0 ? words.test((await banner.textContent()) ?? '') : false,
    );
    expect(await page.evaluate('heartbeat.store.getState().cause')).toBe(cause);
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
});
