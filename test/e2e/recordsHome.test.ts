import { beforeAll, describe, expect, it } from 'vitest';
import type { Timeline } from '../../src/admin/schemas/timeline.js';
import { pagesForFile } from '../support/browser/pages.js';
import { startRawChromium, type RawChromium, type RawTab } from '../support/browser/rawChromium.js';
import { ADMIN, ask, startGateway } from '../support/gateway/gateways.js';
import { startChaosProxy } from '../support/network/chaosProxy.js';
import { waitFor } from '../support/waitFor.js';

const pages = pagesForFile();
let chromium: RawChromium;
beforeAll(async () => {
  chromium = await startRawChromium();
  return () => chromium.close();
});

/** A page that is connected and has sent nothing home yet. */
async function open(query: Record<string, string> = {}) {
  const { port } = await startGateway({ admin: ADMIN, collect: true });
  const path = await startChaosProxy({ target: { port } });
  const tab = await chromium.open(pages.url('records', { url: `${path.url}/ws`, ...query }));
  await chromium.activate(tab);
  await waitFor('the session', async () => Boolean(await idOf(tab)));
  const sessionId = await idOf(tab);
  const read = async (): Promise<Timeline | null> => {
    const answer = await ask(port, 'GET', `/heartbeat/sessions/${sessionId}/timeline`, { token: ADMIN.viewerToken });
    return answer.status === 200 ? (JSON.parse(answer.text) as Timeline) : null;
  };
  await waitFor('the hello', async () => (await read()) !== null);
  const ofClient = async (): Promise<Timeline['records']> =>
    (await read())?.records.filter(({ side }) => side === 'client') ?? [];
  return { tab, path, read, ofClient };
}
const idOf = (tab: RawTab): Promise<string | undefined> =>
  tab.evaluate(`window.heartbeat?.store.getState().connectionId && heartbeat.store.getState().sessionId`);
const seqsOf = (records: Timeline['records']): number[] => records.map(({ seq }) => seq);

describe('a page that ends', () => {
  it.each([
    ['because its tab is closed', (tab: RawTab) => tab.send('Page.close')],
    ['by a navigation', (tab: RawTab) => tab.send('Page.navigate', { url: 'about:blank' })],
    ['by a reload', (tab: RawTab) => tab.send('Page.reload')],
  ])('%s, has its last records home', async (_, end) => {
    const { tab, read, ofClient } = await open();
    expect(await ofClient()).toEqual([]);
    await end(tab);
    await waitFor('its records', async () => (await ofClient()).some(({ kind }) => kind === 'connect.confirmed'));
    expect((await ofClient())[0]).toMatchObject({ kind: 'connect.started', seq: 1 });
    expect((await read())?.lost).toBe(0);
  });

  it('and comes back from the back-forward cache, goes on where it was: each record once, none lost', async () => {
    const { tab, read, ofClient } = await open({ random: '0' });
    await waitFor('the first records', async () => (await ofClient()).length > 0);
    await tab.evaluate(`addEventListener('pageshow', ({ persisted }) => { window.wasCached = persisted; }); 0`);
    await tab.send('Page.navigate', { url: pages.url('records') });
    await waitFor('away', () => tab.evaluate(`!location.search.includes('url') && Boolean(window.heartbeat)`));
    const { entries, currentIndex } = (await tab.send('Page.getNavigationHistory')) as {
      entries: { id: number }[];
      currentIndex: number;
    };
    await tab.send('Page.navigateToHistoryEntry', { entryId: entries[currentIndex - 1]?.id });
    await waitFor('back', () => tab.evaluate(`window.wasCached === true`));
    await waitFor('both connections', async () => (await read())?.connections.length === 2);
    await waitFor('the records of both', async () => (await ofClient()).some(({ kind }) => kind === 'reconnected'));
    const seqs = seqsOf(await ofClient());
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
    expect(new Set(seqs).size).toBe(seqs.length);
    expect((await read())?.lost).toBe(0);
  });

  it('is hidden while the network is gone, and counts what the browser took and did not deliver', async () => {
    const { tab, read, ofClient, path } = await open({ random: '0' });
    await waitFor('the first records', async () => (await ofClient()).length > 0);
    path.blackhole();
    await tab.evaluate(`heartbeat.configure({ intervalMs: 19_000 }); 0`);
    const { accepted } = path.connections;
    await chromium.activate(await chromium.open('about:blank'));
    // The browser takes the beacon, dials for it, and has said by then that it is on its way.
    await waitFor('the beacon', () => path.connections.accepted > accepted);
    path.heal();
    path.resetAll();
    await chromium.activate(tab);
    await waitFor('the records since', async () => ((await read())?.lost ?? 0) > 0);
    const { lost = 0 } = (await read()) ?? {};
    const home = await ofClient();
    const seqs = seqsOf(home);
    const missing = (seqs.at(-1) ?? 0) - (seqs[0] ?? 0) + 1 - seqs.length;
    // Every record of these kinds is sent home, so that a gap in their numbers is what was lost.
    expect(lost).toBe(missing);
  });
});
