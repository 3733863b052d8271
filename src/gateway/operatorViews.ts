import * as v from 'valibot';
import * as closeCodes from '../protocol/closeCodes.js';
import type { Alerts } from '../admin/schemas/alerts.js';
import { peerDetailSchema } from '../admin/schemas/peers.js';
import type { GatewayStats } from '../admin/schemas/stats.js';
import type { AdminTarget } from './admin/adminTarget.js';
import type { GatewayClock } from './clock.js';
import { mergeAlerts, mergeStats, toGatewayList } from './cluster/mergedViews.js';
import type { Directory } from './directory/createDirectory.js';
import { DEFAULT_DRAIN_MS } from './peers/drain.js';
import type { PeerRegistry } from './peers/peerRegistry.js';
import type { Collector } from './records/collector.js';
import { joinParts, parsePart, toPart } from './records/otherGateways.js';
import { toTimeline } from './records/timeline.js';
import { chartOf, type ChartRows } from './statistics/chart.js';
import type { GatewayStatistics } from './statistics/gatewayStatistics.js';
import { parseSent, toSent } from './statistics/otherRows.js';
import { readPeriod, type Period } from './statistics/period.js';
import { chartWithoutUsual, describePeriod } from './statistics/statsView.js';
import { inTurns } from './statistics/turns.js';
import type { Together } from './together.js';
import type { DrainView } from './views.js';

/** What operators are shown, of this gateway or of all of a cluster. */
export type OperatorViews = Pick<
  AdminTarget,
  'stats' | 'period' | 'alerts' | 'timeline' | 'peer' | 'disconnect' | 'beginRolling' | 'rolling' | 'rollingPlan'
>;

/** What the views are made from. */
export interface ViewSources {
  readonly id: string;
  readonly clock: GatewayClock;
  readonly together: Together | null;
  readonly stats: () => GatewayStats;
  readonly status: () => NonNullable<GatewayStats['gateways']>[number]['status'];
  readonly statistics: GatewayStatistics;
  readonly alerts: () => Alerts;
  readonly collector: Pick<Collector, 'find'> | null;
  readonly peers: PeerRegistry;
  readonly directory: Pick<Directory, 'detail'> | null;
}

/**
 * Looks at this gateway, and asks the others if they know more. The answer names a gateway that does not answer in
 * time.
 */
export function createOperatorViews(sources: ViewSources): OperatorViews {
  const { id, clock, together, statistics, collector, peers, directory } = sources;
  const node = together?.node;
  const others = () => node?.members().filter((member) => member.id !== id) ?? [];

  const ownRows = (asked: unknown) => {
    const { from, to, bucketMs } = Object(asked) as Partial<Period> & { bucketMs?: number };
    if (typeof from !== 'number' || typeof to !== 'number') return null;
    return toSent(readPeriod(statistics.recorder, clock, { from, to }, bucketMs));
  };
  const ownPart = (sessionId: unknown) => {
    const session = typeof sessionId === 'string' ? collector?.find(sessionId) : undefined;
    return session ? toPart(session) : null;
  };
  const disconnect = (peerId: unknown): boolean => {
    const peer = typeof peerId === 'string' ? peers.get(peerId) : undefined;
    peer?.close(closeCodes.normal, 'disconnected by an operator', 'operator');
    return peer !== undefined;
  };
  const ownPeer = (peerId: unknown) => (typeof peerId === 'string' ? (directory?.detail(peerId) ?? null) : null);
  node?.mail.answer('peer', ownPeer);
  node?.mail.answer('rows', ownRows);
  node?.mail.answer('session', ownPart);
  node?.mail.answer('disconnect', disconnect);

  /** What the others have of a period, in buckets that can be added to ours. */
  const gather = async (asked: Period, bucketMs: number): Promise<Map<string, ChartRows>> => {
    const answers = (await node?.mail.ask('rows', { ...asked, bucketMs })) ?? [];
    const parsed = answers.map(({ from, about }) => [from, parseSent(about)] as const);
    return new Map(parsed.filter((one): one is [string, ChartRows] => one[1]?.bucketMs === bucketMs));
  };

  return {
    stats: () => mergeStats(sources.stats(), others()),
    async period(asked, isPerGateway) {
      const { bucketMs } = readPeriod(statistics.recorder, clock, asked);
      const gathered = await gather(asked, bucketMs);
      const nextTurn = inTurns(clock);
      const own = readPeriod(statistics.recorder, clock, asked, bucketMs);
      const joined = await describePeriod(statistics, clock, own, [...gathered.values()], nextTurn);
      const chartOfOne = async (gatewayId: string) => {
        if (gatewayId === id) return gathered.size === 0 ? joined.chart : chartOf(own, own.usual, nextTurn);
        const rows = gathered.get(gatewayId);
        return rows && chartWithoutUsual(rows, nextTurn);
      };
      const gateways = toGatewayList({ id, connections: peers.size, status: sources.status() }, others());
      if (isPerGateway) {
        for (const [place, gateway] of gateways.entries()) {
          // oxlint-disable-next-line no-await-in-loop -- one chart after the other
          const chart = await chartOfOne(gateway.gatewayId);
          if (chart) gateways[place] = { ...gateway, chart };
        }
      }
      const missing = others().filter((member) => !gathered.has(member.id));
      const notes = [
        ...missing.map((member) => `The gateway ${member.id} did not answer in time. Its part is missing.`),
        ...(gathered.size > 0 ? ['`undisturbed`, `burn` and `pathLimits` are those of the gateway that answers.'] : []),
      ];
      return { ...joined, gateways, ...(notes.length > 0 && { notes }) };
    },
    alerts: () => mergeAlerts(sources.alerts(), others()),
    async timeline(sessionId) {
      const session = collector?.find(sessionId);
      const answers = (await node?.mail.ask('session', sessionId)) ?? [];
      const parts = answers.flatMap(({ from, about }) => parsePart(sessionId, from, about) ?? []);
      const joined = joinParts([...(session ? [{ gatewayId: id, session }] : []), ...parts]);
      return joined && toTimeline(joined.session, joined.gatewayOf, statistics.pathLimits());
    },
    async peer(peerId) {
      const own = ownPeer(peerId);
      if (own) return own;
      const answers = (await node?.mail.ask('peer', peerId)) ?? [];
      for (const { about } of answers) {
        const result = v.safeParse(peerDetailSchema, about);
        if (result.success) return result.output;
      }
      return null;
    },
    async disconnect(peerId) {
      if (disconnect(peerId)) return true;
      const answers = (await node?.mail.ask('disconnect', peerId)) ?? [];
      return answers.some(({ about }) => about === true);
    },
    beginRolling: async (keep, overMs, by) =>
      together
        ? together.rollout.begin(keep, overMs, by)
        : { why: 'invalid', message: 'rolling: this gateway is alone, and has no cluster to drain' },
    rolling: () => together?.rollout.view() ?? null,
    rollingPlan: (overMs) => planOf(overMs, together?.rollout.view() ?? null),
  };
}

/** As for a drain of one gateway; how long all of them take depends on how soon each is empty. */
function planOf(overMs: number | undefined, rolling: DrainView['rolling'] | null): DrainView {
  const gateways = rolling?.gateways ?? [];
  const mostMs = (overMs ?? DEFAULT_DRAIN_MS) * gateways.length;
  return {
    connections: gateways.reduce((sum, { connections }) => sum + connections, 0),
    overMs: mostMs,
    windowMs: mostMs,
    ...(rolling && { rolling }),
  };
}
