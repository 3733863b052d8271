import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { createHeartbeatGateway, type HeartbeatGateway } from '../../../src/gateway/index.js';
import { startRawChromium, type RawChromium, type RawTab } from './rawChromium.js';
import { servePages, type PageServer } from './servePages.js';
import { waitFor } from '../waitFor.js';
import type { Observed } from './observed.js';

/** A Chromium that is left as it is, and a gateway that judges late: what its tabs find out, they find out by themselves. */
export interface Tabs {
  readonly chromium: RawChromium;
  readonly pages: PageServer;
  readonly gateway: HeartbeatGateway;
  /** A tab in front, connected, its first ping answered. */
  open(heartbeat: { intervalMs: number; timeoutMs: number }): Promise<RawTab>;
}

/** Starts one for the tests of a file, with a gateway for each of them. */
export function startTabs(): Tabs {
  let chromium: RawChromium;
  let pages: PageServer;
  let gateway: HeartbeatGateway;

  beforeAll(async () => {
    [chromium, pages] = await Promise.all([startRawChromium(), servePages()]);
  });
  afterAll(async () => {
    await Promise.all([chromium.close(), pages.close()]);
  });
  beforeEach(async () => {
    gateway = createHeartbeatGateway({
      port: 0,
      host: '127.0.0.1',
      configFile: false,
      env: {},
      heartbeat: { intervalMs: 5_000, timeoutMs: 60_000 },
    });
    await gateway.ready;
  });
  afterEach(() => gateway.close());

  return {
    get chromium() {
      return chromium;
    },
    get pages() {
      return pages;
    },
    get gateway() {
      return gateway;
    },
    open: async (heartbeat) => {
      const url = `ws://127.0.0.1:${gateway.address()?.port}/ws`;
      const tab = await chromium.open(pages.url('app', { url, options: JSON.stringify({ heartbeat }) }));
      await chromium.activate(tab);
      await waitFor('the page to be open', async () => (await status(tab)) === 'open', 20_000);
      await waitFor('the first pong', async () => (await kinds(tab)).includes('pong.received'));
      return tab;
    },
  };
}

export const status = (tab: RawTab): Promise<string> => tab.evaluate(`document.querySelector('output')?.textContent`);
export const observed = (tab: RawTab): Promise<Observed> => tab.evaluate('window.observed');
export const kinds = async (tab: RawTab): Promise<string[]> =>
  (await observed(tab))?.events.map(({ kind }) => kind) ?? [];
export const dials = (tab: RawTab): Promise<number> =>
  tab.evaluate(`heartbeat.log.filter(({ kind }) => kind === 'connect.started').length`);
