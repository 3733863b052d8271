import { describe, expect, it } from 'vitest';
import { createGatewayClock } from '../../support/gateway/gatewayClock.js';
import { ADMIN as admin, ask, join, startGateway } from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

const patch = (port: number, body: unknown, headers = {}) =>
  ask(port, 'PATCH', '/heartbeat/settings', { token: admin.operatorToken, body: JSON.stringify(body), headers });

describe('an operator’s change', () => {
  it('reaches every peer on its open socket, and is recorded with its author', async () => {
    const clock = createGatewayClock();
    const { port, url, gateway, events } = await startGateway({ admin, clock });
    const clients = [await join(url), await join(url)];
    const answer = await patch(port, { intervalMs: 2_000 });
    expect(answer.status).toBe(200);
    expect(answer.headers.etag).toBe('"2"');
    // Two peers are too few to try it on a share of them.
    expect(JSON.parse(answer.text)).toEqual({ ...gateway.stats().settings, guard: 'too-few' });
    for (const client of clients) {
      expect(await client.frame('heartbeat.settings')).toEqual({
        type: 'heartbeat.settings',
        heartbeat: { intervalMs: 2_000, timeoutMs: 6_000 },
        version: 2,
        administered: true,
      });
    }
    expect(events.filter(({ kind }) => kind === 'settings.changed')).toMatchObject([
      {
        from: { intervalMs: 25_000, timeoutMs: 75_000 },
        to: { intervalMs: 2_000, timeoutMs: 6_000 },
        source: 'runtime',
        version: 2,
        by: 'operator',
        remote: '127.0.0.1',
      },
    ]);
    // The new interval applies from now on, not after the 12–25 s that the old one would have taken.
    await clock.advance(2_200);
    await waitFor('a ping for each', () => clients.every((client) => client.frames('ping').length >= 1));
    expect(clients.every(({ closeCode }) => closeCode === null)).toBe(true);
    const late = await join(url);
    expect(late.frames('heartbeat.welcome')[0]).toMatchObject({ version: 2, heartbeat: { intervalMs: 2_000 } });
  });

  it.each([
    [{ intervalMs: 999 }, 'intervalMs must be an integer from 1000 to 300000'],
    [{ intervalMs: 300_001 }, 'intervalMs'],
    [{ intervalMs: 1_500.5 }, 'intervalMs'],
    [{ intervalMs: '5000' }, 'intervalMs'],
    [{ interval: 5_000 }, 'interval is not known'],
    [{ ['__proto__\r\n']: 1 }, '\\\\u{d}'],
    [{ heartbeat: { intervalMs: 5 } }, 'heartbeat.intervalMs must be an integer from 1000 to 300000'],
    [{ heartbeat: { interval: 5_000 } }, 'heartbeat.interval is not known'],
    [{ heartbeat: {} }, 'must name'],
    [{ heartbeat: null }, 'must be an object'],
    [{}, 'must name one of intervalMs, timeoutMs'],
    [[], 'must be an object'],
    [null, 'must be an object'],
    [
      { intervalMs: 100_000 },
      'timeoutMs (50000, from code) must not be shorter than intervalMs (100000, from runtime)',
    ],
  ])('is refused with 422 when it is %j, and changes nothing', async (body, detail) => {
    const { port, gateway } = await startGateway({ admin, heartbeat: { timeoutMs: 50_000 } });
    const before = gateway.stats().settings;
    const answer = await patch(port, body);
    expect(answer.status).toBe(422);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.text).toContain(detail);
    expect(gateway.stats().settings).toBe(before);
  });

  it('is recorded with its sender when it contradicts other settings', async () => {
    const { port, events } = await startGateway({ admin, heartbeat: { timeoutMs: 50_000 } });
    await patch(port, { intervalMs: 100_000 });
    expect(events).toMatchObject([{ kind: 'settings.rejected', source: 'runtime', remote: '127.0.0.1' }]);
  });

  it('is refused with 412 when the settings have changed since', async () => {
    const { port, gateway } = await startGateway({ admin });
    expect((await patch(port, { intervalMs: 2_000 }, { 'If-Match': '"1"' })).status).toBe(200);
    expect((await patch(port, { intervalMs: 3_000 }, { 'If-Match': '"1"' })).status).toBe(412);
    expect((await patch(port, { intervalMs: 3_000 }, { 'If-Match': 'what' })).status).toBe(412);
    expect(gateway.stats().settings.version).toBe(2);
    expect((await patch(port, { intervalMs: 3_000 }, { 'If-Match': '2' })).status).toBe(200);
    // nginx weakens the tag of an answer that it compresses.
    expect((await patch(port, { intervalMs: 3_500 }, { 'If-Match': 'W/"2"' })).status).toBe(412);
    expect((await patch(port, { intervalMs: 3_500 }, { 'If-Match': 'W/"9", W/"3"' })).status).toBe(200);
    // Apache and Caddy add the encoding to it.
    expect((await patch(port, { intervalMs: 3_700 }, { 'If-Match': '"3-gzip"' })).status).toBe(412);
    expect((await patch(port, { intervalMs: 3_700 }, { 'If-Match': '"4-gzip"' })).status).toBe(200);
    expect((await patch(port, { intervalMs: 3_800 }, { 'If-Match': 'W/"5-br"' })).status).toBe(200);
    expect((await patch(port, { intervalMs: 3_900 }, { 'If-Match': '"6-x"' })).status).toBe(412);
    const racers = await Promise.all(
      [4_000, 5_000, 6_000].map((intervalMs) => patch(port, { intervalMs }, { 'If-Match': '"6"' })),
    );
    expect(racers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412, 412]);
  });
});
