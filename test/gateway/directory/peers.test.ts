import { describe, expect, it } from 'vitest';
import type { PeerDetail, PeerList } from '../../../src/admin/schemas/peers.js';
import { createGatewayClock } from '../../support/gateway/gatewayClock.js';
import { ADMIN, ask, join, startGateway, type Manners, type TestClient } from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

const token = ADMIN.viewerToken;
/** Time is moved by hand: a gateway that is late by itself judges no peer. */
const byHand = () => {
  const clock = createGatewayClock();
  return { clock, options: { admin: ADMIN, clock, heartbeat: { intervalMs: 1_000, timeoutMs: 60_000 } } as const };
};

async function list(port: number, query = ''): Promise<PeerList> {
  const { status, text } = await ask(port, 'GET', `/heartbeat/peers${query}`, { token });
  expect([query, status, text.slice(0, 200)]).toEqual([query, 200, expect.any(String)]);
  return JSON.parse(text) as PeerList;
}
async function known(
  url: string,
  sessionId: string,
  { previous, manners, headers }: { previous?: object; manners?: Manners; headers?: Record<string, string> } = {},
): Promise<{ client: TestClient; id: string }> {
  const client = await join(url, manners, headers ? { headers } : {});
  const { connectionId } = await client.frame('heartbeat.welcome');
  client.send({ type: 'heartbeat.hello', client: 'x/1', sessionId, at: 1_000, attempt: 0, previous });
  return { client, id: String(connectionId) };
}

describe('GET /peers', () => {
  it('pages through peers that come, go and change, each once', async () => {
    const { url, port, gateway } = await startGateway({ admin: ADMIN });
    const clients = await Promise.all(Array.from({ length: 30 }, () => join(url)));
    const wanted = [...gateway.peers].map(({ id }) => id);
    const gone = wanted.splice(20, 1);
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      // oxlint-disable-next-line no-await-in-loop -- one page leads to the next
      const page: PeerList = await list(port, `?limit=7&sort=opened${cursor ? `&cursor=${cursor}` : ''}`);
      expect(page.matching).toBe(30);
      seen.push(...page.peers.map(({ id }) => id));
      cursor = page.nextCursor;
      // oxlint-disable-next-line no-await-in-loop -- one comes while one goes
      await join(url);
      if (seen.length === 7) {
        clients[20]?.socket.close();
        // oxlint-disable-next-line no-await-in-loop -- the order is the point
        await waitFor('its end', () => gateway.peers.get(gone[0] ?? '') === undefined);
      }
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    const isSeen = seen.includes(gone[0] ?? '');
    expect(seen.toSorted()).toEqual([...wanted, ...(isSeen ? gone : [])].toSorted());
  });

  it('has the worst first: lost, then missing in a row, then the rest', async () => {
    const { clock, options } = byHand();
    const { url, port, gateway } = await startGateway(options);
    const good = await known(url, 's-good');
    const silent = await known(url, 's-silent', { manners: 'silent' });
    const lost = await known(url, 's-lost');
    lost.client.socket.terminate();
    await waitFor('the misses', async () => {
      await clock.advance(500);
      return (gateway.peers.get(silent.id)?.missedInRow ?? 0) >= 2;
    });
    await waitFor('the loss', () => gateway.peers.size === 2);
    const worst = await list(port, '?sort=worst');
    expect(worst.peers.map(({ id, state }) => [id, state])).toEqual([
      [lost.id, 'lost'],
      [silent.id, 'degraded'],
      [good.id, 'open'],
    ]);
    expect(worst).toMatchObject({ total: 3, matching: 3, nextCursor: null });
    expect(worst.peers[1]?.missed).toBeGreaterThanOrEqual(2);
    expect(worst.peers[1]?.lastHour?.at(-1)).toBeGreaterThanOrEqual(2);
    expect(worst.peers[1]?.lastHour?.[0]).toBeNull();
    // What is open is listed without what is not.
    expect((await list(port)).peers.map(({ id }) => id)).toEqual([good.id, silent.id]);
    expect((await list(port, '?sort=missed&limit=1')).peers[0]?.id).toBe(silent.id);
  });

  it('forgets a loss when the session comes back, and counts on what it went through', async () => {
    const { url, port, gateway } = await startGateway({ admin: ADMIN });
    const first = await known(url, 's-1');
    first.client.send('{"type":"ping"}');
    await first.client.frame('pong');
    first.client.socket.terminate();
    await waitFor('the loss', () => gateway.peers.size === 0);
    expect((await list(port, '?sort=worst')).peers).toMatchObject([{ id: first.id, state: 'lost', sessionId: 's-1' }]);
    const previous = { connectionId: first.id, code: 1006, cause: 'closed', downMs: 4_000, shownMs: 9_000 };
    // Another session that names the connection is a mistake or a forgery.
    const forger = await known(url, 's-2', { previous });
    await waitFor('the hello', () => gateway.stats().reconnects.closed === 1);
    expect((await list(port, '?sort=worst')).peers.map(({ id }) => id)).toEqual([first.id, forger.id]);
    const second = await known(url, 's-1', { previous });
    await waitFor('the return', () => gateway.stats().reconnects.closed === 2);
    const { peers } = await list(port, '?sort=worst&q=S-1');
    expect(peers).toMatchObject([{ id: second.id, state: 'open', downMs: 4_000, shownMs: 4_000 }]);
  });

  it('finds by id, session, address, network and client', async () => {
    const { url, port } = await startGateway({ admin: ADMIN, trustedProxies: ['127.0.0.1'] });
    const chrome =
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';
    const one = await known(url, 's-one', { headers: { 'X-Forwarded-For': '203.0.113.9', 'User-Agent': chrome } });
    await known(url, 's-two', { headers: { 'X-Forwarded-For': '2001:db8:1::7' } });
    await waitFor('both', async () => (await list(port, '?q=s-')).matching === 2);
    for (const q of ['203.0.113', '203.0.0.0/16', 's-ONE', one.id.toLowerCase(), 'chrome 141']) {
      // oxlint-disable-next-line no-await-in-loop -- few
      const { peers, standsOut } = await list(port, `?q=${encodeURIComponent(q)}`);
      expect([q, peers.map(({ id }) => id)]).toEqual([q, [one.id]]);
      expect(standsOut).toMatchObject([
        { by: 'gateway', rows: [{ count: 1, share: 1, shareOfAll: 1 }] },
        { by: 'network', rows: [{ value: '203.0.0.0/16', count: 1, share: 1, shareOfAll: 0.5 }] },
        { by: 'client', rows: [{ value: 'Chrome 141, Linux', count: 1, share: 1, shareOfAll: 0.5 }] },
      ]);
    }
    expect((await list(port, '?q=2001:db8::/32')).peers).toMatchObject([{ remote: '2001:db8:1::7' }]);
    expect(await list(port, '?q=nothing')).toMatchObject({ total: 2, matching: 0, peers: [] });
  });

  it('lists for a period those that something happened to', async () => {
    const { clock, options } = byHand();
    const { url, port, gateway } = await startGateway(options);
    await known(url, 's-good');
    const silent = await known(url, 's-silent', { manners: 'silent' });
    await waitFor('a miss', async () => {
      await clock.advance(500);
      return (gateway.peers.get(silent.id)?.missedInRow ?? 0) >= 1;
    });
    const now = clock.wallNow();
    expect((await list(port, `?from=${now - 60_000}`)).peers.map(({ id }) => id)).toEqual([silent.id]);
    expect((await list(port, `?to=${now - 3_600_000}`)).peers).toEqual([]);
    expect((await list(port, `?from=${now + 600_000}&to=${now + 700_000}`)).peers).toEqual([]);
  });

  it.each([
    'limit=0',
    'limit=-1',
    'limit=NaN',
    'limit=1e3',
    'limit=10001',
    'limit=1&limit=2',
    'sort=__proto__',
    'sort=worst&sort=missed',
    'q=a&q=b',
    `q=${'x'.repeat(201)}`,
    'from=-1',
    'from=NaN',
    'from=9999999999999999',
    'from=5&to=4',
    'from=5&to=5',
    `cursor=${'x'.repeat(101)}`,
  ])('refuses %s', async (query) => {
    const { port } = await startGateway({ admin: ADMIN });
    const { status, text } = await ask(port, 'GET', `/heartbeat/peers?${query}`, { token });
    expect([status, (JSON.parse(text) as { detail?: string }).detail]).toEqual([400, expect.any(String)]);
  });

  it('takes no cursor but one of its own, for the same question', async () => {
    const { url, port } = await startGateway({ admin: ADMIN });
    await Promise.all([join(url), join(url), join(url)]);
    const cursor = (await list(port, '?limit=1')).nextCursor ?? '';
    const [id = '', offset = ''] = cursor.split('.');
    const forged = [
      `${id}.99`,
      `${id}.-1`,
      `${id}.1e0`,
      `${'A'.repeat(22)}.${offset}`,
      'x',
      '__proto__.1',
      `${id}.${offset}.1`,
    ];
    for (const query of [
      ...forged.map((text) => `cursor=${text}`),
      `q=x&cursor=${cursor}`,
      `sort=seen&cursor=${cursor}`,
    ]) {
      // oxlint-disable-next-line no-await-in-loop -- few
      expect([query, (await ask(port, 'GET', `/heartbeat/peers?${query}`, { token })).status]).toEqual([query, 410]);
    }
    expect((await list(port, `?limit=5&cursor=${cursor}`)).peers).toHaveLength(2);
    expect((await list(port, `?limit=5&cursor=${cursor}`)).peers).toHaveLength(2);
  });
});

describe('GET /peers/:id', () => {
  const detail = async (port: number, id: string): Promise<PeerDetail | null> => {
    const { status, text } = await ask(port, 'GET', `/heartbeat/peers/${id}`, { token });
    return status === 200 ? (JSON.parse(text) as PeerDetail) : null;
  };

  it('has the last events, as many however long it lives, and still has them when it is lost', async () => {
    const { url, port, gateway } = await startGateway({ admin: ADMIN, maxPingsPerSecond: 1_000 });
    const { client, id } = await known(url, 's-1');
    await waitFor('the hello', async () => (await detail(port, id))?.sessionId === 's-1');
    expect((await detail(port, id))?.events.map(({ kind }) => kind)).toEqual(['connect.opened']);
    for (let count = 0; count < 40; count += 1) client.send({ type: `heartbeat.unheard-of-${count}` });
    await waitFor(
      'the events',
      async () => (await detail(port, id))?.events.at(-1)?.['frame'] === 'heartbeat.unheard-of-39',
    );
    expect((await detail(port, id))?.events).toHaveLength(32);
    client.socket.terminate();
    await waitFor('the loss', () => gateway.peers.size === 0);
    expect(await detail(port, id)).toMatchObject({ state: 'lost', remote: '127.0.0.1' });
    expect((await detail(port, id))?.events.at(-1)).toMatchObject({ kind: 'connection.closed', cause: 'abnormal' });
    expect(await detail(port, 'none')).toBeNull();
    expect(await detail(port, '__proto__')).toBeNull();
  });

  it('answers HEAD without a body, as the list does', async () => {
    const { url, port } = await startGateway({ admin: ADMIN });
    const { id } = await known(url, 's-1');
    for (const path of [`/heartbeat/peers/${id}`, '/heartbeat/peers']) {
      // oxlint-disable-next-line no-await-in-loop -- few
      expect(await ask(port, 'HEAD', path, { token })).toMatchObject({ status: 200, text: '' });
    }
  });
});
