import { expect, it } from 'vitest';
import type { PathLimit } from '../../src/admin/schemas/stats.js';
import { systemClock } from '../../src/gateway/clock.js';
import { ADMIN as admin, ask, startGateway } from '../support/gateway/gateways.js';
import { startSilentClients, type SilentClientsOptions } from '../support/gateway/silentClients.js';
import { startChaosProxy, type ChaosProxy } from '../support/network/chaosProxy.js';
import { startHaproxy } from '../support/network/haproxy.js';
import { startNginx } from '../support/network/nginx.js';
import { sleep, waitFor } from '../support/waitFor.js';

const MINUTE_MS = 60_000;
/** As many as leave five behind the proxy, and twenty where all of them are: each has an address of its own. */
const countOf = (share: number): number => Math.max(20, Math.round(5 / share));
/** The evidence must come from four minutes, and of a person three cuts count at most: so they come one by one. */
const OVER_MS = 140_000;
/** Where no limit is, it is looked for so long. */
const NONE_WITHIN_MS = OVER_MS + 60_000;
/** A limit is found in about three minutes. Where the machine stands still and blurs some of the cuts, it takes more of them. */
const FOUND_WITHIN_MS = 420_000;
/** A client says something within so long, and then no more. */
const SPEAKS_MS = 8_000;

interface World extends Partial<SilentClientsOptions> {
  readonly name: string;
  readonly share: number;
  readonly intervalMs: number;
  readonly proxy: (upstreamPort: number) => Promise<{ readonly port: number }>;
  /** Where the path cuts. */
  readonly afterMs?: number;
  readonly overMs?: number;
}

/** Clients, a part of them behind a proxy, on a gateway that has run for more than a minute. */
async function startWorld({ share, intervalMs, proxy, afterMs = 0, overMs = OVER_MS, ...clients }: World) {
  // What ends in the first minute of a gateway says nothing, so that minute is over before the first client comes.
  let pastMs = 0;
  const now = () => systemClock.now() + pastMs;
  const { port, url } = await startGateway({
    admin,
    clock: { ...systemClock, now, wallNow: () => systemClock.wallNow() + pastMs },
    heartbeat: { intervalMs, timeoutMs: 3 * intervalMs },
    trustedProxies: ['127.0.0.0/8'],
  });
  const { port: proxyPort } = await proxy(port);
  // The first cut comes just before a full minute, whatever the time is: then two minutes more are four.
  pastMs = 3 * MINUTE_MS - (Math.round(systemClock.now()) % MINUTE_MS) - (afterMs + SPEAKS_MS + 4_000);
  const count = countOf(share);
  const behind = Math.max(5, Math.round(count * share));
  // Those behind the proxy come evenly, and the last of them at the end.
  const comesAt = (client: number): number => (overMs * (client % behind)) / (behind - 1);
  const urlOf = (client: number): string => (client < behind ? `ws://127.0.0.1:${proxyPort}/ws` : url);
  const { cuts } = startSilentClients({ urlOf, count, comesAt, firstFrameMs: SPEAKS_MS, ...clients });
  const limits = async (): Promise<readonly PathLimit[]> => {
    const { text } = await ask(port, 'GET', '/heartbeat/stats?windowMs=60000', { token: admin.viewerToken });
    return JSON.parse(text).pathLimits;
  };
  return { cuts, limits };
}

const nginx = (upstreamPort: number) => startNginx({ upstreamPort, readTimeoutSeconds: 20 });
const haproxy = (upstreamPort: number) => startHaproxy({ upstreamPort, tunnelSeconds: 15 });
const aged = (port: number) => startChaosProxy({ target: { port }, maxAgeMs: () => 12_000 });
const erratic = (port: number) =>
  startChaosProxy({ target: { port }, maxAgeMs: () => -30_000 * Math.log(1 - Math.random()) });

const TALKING = { intervalMs: 4_000, firstFrameMs: 3_000, everyMs: 3_000 };
const RETURNING = { cutsPerSession: 3 };
const SHARES = [1, 0.2, 0.05];
const LIMITED = SHARES.flatMap((share) => [
  { name: 'nginx', proxy: nginx, share, kind: 'idle', afterMs: 20_000, intervalMs: 60_000, ...RETURNING },
  { name: 'HAProxy', proxy: haproxy, share, kind: 'idle', afterMs: 15_000, intervalMs: 60_000, ...RETURNING },
  { name: 'a fixed age', proxy: aged, share, kind: 'age', afterMs: 12_000, ...TALKING, ...RETURNING },
]);
const UNLIMITED: readonly World[] = [
  { name: 'nginx, shorter heartbeats', proxy: nginx, share: 1, intervalMs: 8_000 },
  { name: 'HAProxy, shorter heartbeats', proxy: haproxy, share: 1, intervalMs: 6_000 },
  { name: 'cuts at random', proxy: erratic, share: 1, ...TALKING },
];

/** Looks every few seconds, and returns all that was ever claimed; at the first claim if there is one. */
async function watch(limits: () => Promise<readonly PathLimit[]>, forMs: number): Promise<readonly PathLimit[]> {
  const endsAt = performance.now() + forMs;
  while (performance.now() < endsAt) {
    // oxlint-disable-next-line no-await-in-loop -- looked at again and again
    await sleep(5_000);
    // oxlint-disable-next-line no-await-in-loop -- as above
    const found = await limits();
    if (found.length > 0) return found;
  }
  return [];
}

// All at once, as each of them waits for three minutes.
it(
  'limits of real paths are found within 5 %, with all, 20 % and 5 % of the clients behind them, and no others',
  async () => {
    const rows = await Promise.all(
      [...LIMITED, ...UNLIMITED].map(async (world) => {
        const { limits, cuts } = await startWorld(world);
        const beganAt = performance.now();
        const claimed = await watch(limits, world.afterMs ? FOUND_WITHIN_MS : NONE_WITHIN_MS);
        const found = claimed.map(({ kind, afterMs }) => `${kind} ${(afterMs / 1_000).toFixed(1)} s`);
        const seconds = Math.round((performance.now() - beganAt) / 1_000);
        return { path: world.name, share: world.share, found: found.join(', '), cuts: cuts(), seconds };
      }),
    );
    console.table(rows);
    LIMITED.forEach(({ kind, afterMs }, index) => {
      const [foundKind, foundSeconds] = rows[index]!.found.split(' ');
      expect(rows[index]!.found).not.toContain(',');
      expect(foundKind).toBe(kind);
      expect(Math.abs((Number(foundSeconds) * 1_000) / afterMs - 1)).toBeLessThanOrEqual(0.05);
    });
    expect(rows.slice(LIMITED.length).map(({ found }) => found)).toEqual(['', '', '']);
    // Shorter heartbeats: a very few may be cut, on a machine that stands still for seconds.
    const [shortNginx, shortHaproxy, random] = rows.slice(LIMITED.length).map(({ cuts }) => cuts);
    expect(Math.max(shortNginx!, shortHaproxy!)).toBeLessThanOrEqual(countOf(1) / 10);
    expect(random).toBeGreaterThan(countOf(1));
  },
  FOUND_WITHIN_MS + 60_000,
);

it('a deploy of the proxy that cuts all at once is no limit', async () => {
  const proxies: ChaosProxy[] = [];
  const proxy = async (port: number) => {
    proxies.push(await startChaosProxy({ target: { port } }));
    return proxies[0]!;
  };
  const { limits, cuts } = await startWorld({ name: 'deploy', share: 1, overMs: 10_000, proxy, ...TALKING });
  await sleep(20_000);
  proxies[0]?.resetAll();
  await waitFor('all to be cut', () => cuts() >= countOf(1));
  await sleep(12_000);
  expect(await limits()).toEqual([]);
});
