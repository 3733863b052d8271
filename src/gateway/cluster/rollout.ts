import * as v from 'valibot';
import type { RollingDrain } from '../../admin/schemas/drain.js';
import type { ClusterNode } from './clusterNode.js';
import type { Member } from './membership.js';
import type { SharedValue } from './sharedValue.js';

/** The lease by which one gateway decides which is drained next. */
const LEASE = 'drain';

const orderSchema = v.object({
  /** The generation that stays. */
  keep: v.string(),
  by: v.string(),
  at: v.number(),
  /** How long the drain of one gateway may take; null: as long as it takes by default. */
  overMs: v.nullable(v.number()),
  /** The gateways that are told to drain, and by which right. */
  drained: v.array(v.string()),
  token: v.number(),
});

/** A rolling drain, as all gateways know it. */
export type RolloutOrder = v.InferOutput<typeof orderSchema>;

/** Reads a rolling drain that another gateway has written; null for none. */
function parseOrder(value: unknown): RolloutOrder | null {
  const result = v.safeParse(orderSchema, value);
  return result.success ? result.output : null;
}

/** What a rolling drain needs of its gateway. */
export interface RolloutWorld {
  readonly node: Pick<ClusterNode, 'id' | 'members' | 'leases' | 'onTick'>;
  readonly generation: string | null;
  readonly now: () => number;
  readonly wallNow: () => number;
  readonly share: (
    read: () => RolloutOrder | null,
    adopt: (order: unknown) => void,
  ) => SharedValue<RolloutOrder | null>;
  /** This gateway is to drain now. */
  readonly drain: (overMs: number | undefined) => void;
  readonly isDraining: () => boolean;
}

/** The rolling drain of a cluster. */
export interface Rollout {
  /** Another generation is kept: no connection is taken any more, and those that are open stay until they are drained. */
  readonly isCordoned: () => boolean;
  /** Begins. Returns null, or why it cannot. */
  readonly begin: (keep: string, overMs: number | undefined, by: string) => Promise<RolloutRefusal | null>;
  /** Null while there is none. */
  readonly view: () => RollingDrain | null;
}

/** Why a rolling drain cannot begin: the order is wrong, or the other gateways cannot be told now. */
export interface RolloutRefusal {
  readonly why: 'invalid' | 'not-shared';
  readonly message: string;
}

/** Follows the rolling drains of the cluster, and leads one if this gateway gets the lease. */
export function followRollout({ node, generation, now, wallNow, share, drain, isDraining }: RolloutWorld): Rollout {
  let order: RolloutOrder | null = null;
  let isWriting = false;
  const { leases } = node;

  const obey = (next: RolloutOrder | null): void => {
    if (next && next.token > 0 && leases.isOutdated(LEASE, next.token)) return;
    order = next;
    if (order?.drained.includes(node.id) && order.keep !== generation && !isDraining()) {
      drain(order.overMs ?? undefined);
    }
  };
  const shared = share(
    () => order,
    (found) => obey(parseOrder(found)),
  );
  const isKept = ({ says }: Member): boolean => says.generation === order?.keep;
  const leaving = (): Member[] => (order ? node.members().filter((member) => !isKept(member)) : []);

  const lead = async (right: { readonly lease: string; readonly token: number }): Promise<void> => {
    const next = order && nextOrder(order, node.members(), right.token);
    if (next === undefined || isWriting) return;
    isWriting = true;
    if ((await shared.put(next, right)) === null) obey(next);
    isWriting = false;
  };
  node.onTick(() => {
    leases.want(LEASE, order !== null && order.keep === generation && !isDraining());
    const right = leases.right(LEASE, now());
    if (order && right) void lead(right);
  });

  return {
    isCordoned: () => order !== null && order.keep !== generation,
    async begin(keep, overMs, by) {
      if (!node.members().some(({ says }) => says.generation === keep && says.status === 'accepting')) {
        const message = `keep: no gateway of the cluster runs the generation "${keep}" and takes connections`;
        return { why: 'invalid', message };
      }
      const next = { keep, by, at: wallNow(), overMs: overMs ?? null, drained: [], token: 0 };
      const problem = await shared.put(next);
      if (problem !== null) return { why: 'not-shared', message: problem };
      obey(next);
      return null;
    },
    view: () =>
      order && {
        keep: order.keep,
        by: order.by,
        startedAt: order.at,
        gateways: leaving().map(({ id, says }) => ({
          gatewayId: id,
          generation: says.generation,
          status: says.status,
          connections: says.connections,
        })),
      },
  };
}

/**
 * How a rolling drain goes on: an order that drains one gateway more, null when all is done, undefined to wait. All others
 * are cordoned before the first is drained, so that no client moves to a gateway that is drained after.
 */
function nextOrder(order: RolloutOrder, members: readonly Member[], token: number): RolloutOrder | null | undefined {
  const kept = members.filter(({ says }) => says.generation === order.keep && says.status === 'accepting');
  const others = members.filter(({ says }) => says.generation !== order.keep && says.status !== 'closing');
  const waiting = others.filter(({ id }) => !order.drained.includes(id));
  if (others.some(({ says }) => says.status === 'accepting')) return undefined;
  // One after the other: the drain before is over when its gateway is empty, or gone.
  const isBusy = others.some(({ id, says }) => order.drained.includes(id) && says.connections > 0);
  if (isBusy) return undefined;
  const [next] = waiting.toSorted((left, right) => left.says.connections - right.says.connections);
  if (!next) return null;
  const room = kept.reduce((sum, { says }) => sum + (says.room ?? Infinity), 0);
  if (room < next.says.connections) return undefined;
  return { ...order, drained: [...order.drained, next.id], token };
}
