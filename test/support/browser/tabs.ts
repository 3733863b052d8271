import { beforeAll, beforeEach } from 'vitest';
import type { HeartbeatGateway } from '../../../src/gateway/index.js';
import { startGateway } from '../gateway/gateways.js';
import { waitFor } from '../waitFor.js';
import type { Observed } from './observed.js';
import { pagesForFile, type TestPages } from './pages.js';
import { startRawChromium, type RawChromium, type RawTab } from './rawChromium.js';

/** A Chromium that is left as it is, and a gateway that judges late: what its tabs find out, they find out by themselves. */
export interface Tabs {
  readonly chromium: RawChromium;
  readonly pages: TestPages;
  readonly gateway: HeartbeatGateway;
  /** A tab in front, connected, its first ping answered. */
  open(heartbeat: { intervalMs: number; timeoutMs: number }): Promise<RawTab>;
}

/** Starts one Chromium for the tests of a file, and a gateway for each of them. Call it at the top of the file. */
export function tabsForFile(): Tabs {
  const pages = pagesForFile();
  let chromium: RawChromium;
  let gateway: HeartbeatGateway;
  let url: string;

  beforeAll(async () => {
    chromium = await startRawChromium();
    return () => chromium.close();
  });
  beforeEach(async () => {
    ({ gateway, url } = await startGateway({ heartbeat: { intervalMs: 5_000, timeoutMs: 60_000 } }));
  });

  return {
    get chromium() {
      return chromium;
    },
    pages,
    get gateway() {
      return gateway;
    },
    open: async (heartbeat) => {
      const tab = await chromium.open(pages.url('app', { url, options: JSON.stringify({ heartbeat }) }));
      await chromium.activate(tab);
      await waitFor('the page to be open', async () => (await status(tab)) === 'open');
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
