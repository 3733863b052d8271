import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { noticeSchema } from '../admin/schemas/notice.js';
import type { Alerts } from '../admin/schemas/alerts.js';
import { joinCluster, type ClusterNode, type NodeWorld } from './cluster/clusterNode.js';
import type { Revision } from './cluster/clusterStore.js';
import { toldAlerts } from './cluster/mergedViews.js';
import { followRollout, type Rollout } from './cluster/rollout.js';
import { shareValue, type SharedValue } from './cluster/sharedValue.js';
import type { NoticeWorld } from './peers/noticeBoard.js';
import type { ResolvedGateway } from './options/resolveGateway.js';
import { SECTION } from './settings/openSettings.js';
import type { SettingsShare, ShareSettings } from './settings/sharedSettings.js';
import { parseRevision } from './settings/storedSettings.js';
import type { OpenState } from './state/stateStore.js';
import { toCounts, type Tally } from './telemetry/tally.js';

/** This gateway as one of several. */
export interface Together {
  readonly node: ClusterNode;
  readonly rollout: Rollout;
  readonly shareSettings: ShareSettings;
  readonly shareNotice: NonNullable<NoticeWorld['share']>;
}

/** What it takes to join. */
export interface TogetherWorld extends Omit<NodeWorld, 'announce' | 'newStamp'> {
  readonly state: OpenState;
  readonly startedAt: number;
  readonly tally: Tally;
  readonly connections: () => number;
  /** Undefined with `wss`. */
  readonly maxConnections: number | undefined;
  readonly leaving: () => 'draining' | 'closing' | null;
  readonly alerts: () => Alerts;
  readonly isDraining: () => boolean;
  readonly drain: (overMs: number | undefined) => void;
}

/** The lease by which one gateway decides on a change that is being tried. */
const GUARD = 'guard';
const UNWRITTEN: Revision = { revision: 0, stamp: '' };

/** Joins the cluster; nothing happens before the node is started. Null for a gateway that is alone. */
export function createTogether(
  { cluster, generation }: Pick<ResolvedGateway, 'cluster' | 'generation'>,
  world: TogetherWorld,
): Together | null {
  if (!cluster) return null;
  const { clock, state, startedAt, tally, connections, maxConnections = Infinity, isDraining, drain } = world;
  const announce: NodeWorld['announce'] = () => ({
    generation,
    status: rollout.isCordoned() && !isDraining() ? 'cordoned' : (world.leaving() ?? 'accepting'),
    startedAt,
    connections: connections(),
    room: maxConnections === Infinity ? null : Math.max(0, maxConnections - connections()),
    ...toCounts(tally),
    alerts: toldAlerts(world.alerts()),
  });
  const node = joinCluster(cluster, { ...world, newStamp: randomUUID, announce });
  const { leases } = node;
  /** Shares one value under a name. Whatever other gateways write is adopted. */
  const share = <Value>(name: string, read: () => Value, adopt: (value: unknown) => void): SharedValue<Value> => {
    const document = node.share(
      {
        name,
        read: () => JSON.stringify({ value: read() }),
        adopt(body, done) {
          adopt(parseValue(body));
          done();
        },
      },
      UNWRITTEN,
    );
    return shareValue(document);
  };
  const rollout = followRollout({
    node,
    generation,
    now: () => clock.now(),
    wallNow: () => clock.wallNow(),
    share: (read, adopt) => share('rollout', read, adopt),
    drain,
    isDraining,
  });
  return {
    node,
    rollout,
    shareNotice: (read, adopt) =>
      share('notice', read, (value) => {
        const result = v.safeParse(noticeSchema.entries.notice, value);
        adopt(result.success ? result.output : null);
      }),
    shareSettings(read, adopt): SettingsShare {
      const known = parseRevision(state.read(SECTION)) ?? UNWRITTEN;
      return {
        document: node.share({ name: 'settings', read, adopt }, known),
        whyUnsettled: node.whyUnsettled,
        guardRight: () => leases.right(GUARD, clock.now()),
        wantGuard: (wants) => leases.want(GUARD, wants),
        isGuardHeld() {
          const holder = leases.holder(GUARD);
          return holder === undefined ? undefined : holder !== null;
        },
        onTick: node.onTick,
        guardMail: { ...node.mail, id: node.id, onTick: node.onTick },
        otherConnections: () =>
          node.members().reduce((sum, { id, says }) => sum + (id === node.id ? 0 : says.connections), 0),
      };
    },
  };
}

function parseValue(body: string): unknown {
  try {
    return (JSON.parse(body) as { value?: unknown } | null)?.value;
  } catch {
    return null;
  }
}
