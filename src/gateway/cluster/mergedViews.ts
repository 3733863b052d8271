import * as v from 'valibot';
import { alertsSchema, type Alerts } from '../../admin/schemas/alerts.js';
import type { GatewayStats } from '../../admin/schemas/stats.js';
import type { Member } from './membership.js';

/** Alerts that are over and are shown, of all gateways. */
const RECENT = 100;
/** Those that a gateway tells the others of. */
const TOLD_RECENT = 10;

const listSchema = alertsSchema.entries.active;

/** What a gateway tells the others of its alerts. */
export const toldAlerts = ({ active, recent }: Alerts): Alerts['active'] => [
  ...active,
  ...recent.slice(0, TOLD_RECENT),
];

/** The alerts of all gateways: each says whose it is. */
export function mergeAlerts(own: Alerts, others: readonly Member[]): Alerts {
  const told = others.flatMap(({ says }) =>
    says.alerts.flatMap((alert) => {
      const result = v.safeParse(listSchema, [alert]);
      return result.success ? result.output : [];
    }),
  );
  return {
    ...own,
    active: [...own.active, ...told.filter(({ clearedAt }) => clearedAt === null)],
    recent: [...own.recent, ...told.filter(({ clearedAt }) => clearedAt !== null)]
      .toSorted((left, right) => (right.clearedAt ?? 0) - (left.clearedAt ?? 0))
      .slice(0, RECENT),
  };
}

/** What all gateways have counted, and which there are. */
export function mergeStats(own: GatewayStats, others: readonly Member[]): GatewayStats {
  const add = <Counts extends Readonly<Record<string, number>>>(
    counts: Counts,
    of: (member: Member) => Readonly<Record<string, number>>,
    names: readonly string[] = Object.keys(counts),
  ): Counts =>
    Object.fromEntries(
      names.map((name) => [name, others.reduce((sum, member) => sum + (of(member)[name] ?? 0), counts[name] ?? 0)]),
    ) as Counts;
  const causes = new Set([own.reconnects, ...others.map(({ says }) => says.reconnects)].flatMap(Object.keys));
  const refused = add(own.refused, ({ says }) => says.refused);
  const rejected = Object.values(refused).reduce((sum, times) => sum + times, 0);
  return {
    ...own,
    connections: others.reduce((sum, { says }) => sum + says.connections, own.connections),
    counters: { ...add(own.counters, ({ says }) => says.counters), rejected },
    closed: add(own.closed, ({ says }) => says.closed),
    refused,
    reconnects: add(own.reconnects, ({ says }) => says.reconnects, [...causes]),
  };
}

/** The gateways, as the list of `GET /stats` shows them. */
export const toGatewayList = (
  own: { readonly id: string; readonly connections: number; readonly status: GatewayInList['status'] },
  others: readonly Member[],
): GatewayInList[] => [
  { gatewayId: own.id, connections: own.connections, status: own.status },
  ...others.map(({ id, says: { connections, status } }) => ({
    gatewayId: id,
    connections,
    status: status === 'cordoned' ? ('draining' as const) : status,
  })),
];

type GatewayInList = NonNullable<GatewayStats['gateways']>[number];
