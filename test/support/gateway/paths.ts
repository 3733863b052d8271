import { seededRandom } from './traffic.js';
import { learnPathLimits, type PathLimit } from '../../../src/gateway/statistics/pathLimits.js';

/** Clients behind a path, in made-up time. Milliseconds. */
export interface PathWorld {
  readonly clients: number;
  readonly minutes: number;
  readonly seed: number;
  /** Both sides' beats: a frame at least so often. */
  readonly intervalMs: number;
  /** The beats come at exactly the interval, from the opening on. @default false */
  readonly exactBeats?: boolean;
  /** Frames of the application, on average so far apart. @default 120 000 */
  readonly trafficMs?: number;
  /** What the path does to its share of the clients. */
  readonly cut?: { readonly idleMs?: number; readonly ageMs?: number; readonly share: number };
  /** Connections that end by chance, on average after so long. @default 1 800 000 */
  readonly lifeMs?: number;
  /** At this time all connections are cut at once. */
  readonly deployAt?: number;
}

/** What is learned, each minute looked at; the limits that held at the end, and when the first was found. */
export function walkPaths(world: PathWorld): { readonly limits: PathLimit[]; readonly ever: PathLimit[] } {
  const random = seededRandom(world.seed);
  const learner = learnPathLimits(0);
  const exponential = (mean: number): number => -mean * Math.log(1 - random());
  const endAt = world.minutes * 60_000;
  const { intervalMs, trafficMs = 120_000, lifeMs = 1_800_000, cut, deployAt } = world;

  /** All that happens, by time: a client's life is made frame by frame. */
  const clients = Array.from({ length: world.clients }, (_, index) => ({
    session: `s${index}`,
    address: `10.0.${index >> 8}.${index & 255}`,
    isCut: index < world.clients * (cut?.share ?? 0),
    openedAt: random() * 60_000,
    lastAt: 0,
    beatAt: 0,
    diesAt: 0,
  }));
  const open = (client: (typeof clients)[number], at: number): void => {
    client.openedAt = client.lastAt = at;
    client.beatAt = at + (world.exactBeats ? intervalMs : intervalMs * (0.5 + random() / 2));
    client.diesAt = at + exponential(lifeMs);
  };
  for (const client of clients) open(client, client.openedAt);
  const ever: PathLimit[] = [];
  let limits: PathLimit[] = [];
  for (let minute = 1; minute * 60_000 <= endAt; minute += 1) {
    const until = minute * 60_000;
    const events: { at: number; run: () => void }[] = [];
    for (const client of clients) {
      for (let guard = 0; guard < 10_000; guard += 1) {
        const frameAt = Math.min(client.beatAt, client.lastAt + exponential(trafficMs));
        const idleAt = client.isCut && cut?.idleMs ? client.lastAt + cut.idleMs : Infinity;
        const ageAt = client.isCut && cut?.ageMs ? client.openedAt + cut.ageMs : Infinity;
        const deploy = deployAt !== undefined && client.openedAt < deployAt ? deployAt : Infinity;
        const endsAt = Math.min(idleAt, ageAt, client.diesAt, deploy);
        const at = Math.min(frameAt, endsAt);
        if (at > until) break;
        const { lastAt, openedAt, session, address } = client;
        if (endsAt <= frameAt) {
          events.push({
            at,
            run: () => learner.ended({ at, silentMs: at - lastAt, ageMs: at - openedAt, session, address }),
          });
          open(client, at + 500 + random() * 2_000);
        } else {
          events.push({ at, run: () => learner.survivedSilence(at - lastAt) });
          client.lastAt = at;
          if (at >= client.beatAt) client.beatAt = at + intervalMs;
        }
      }
    }
    events.sort((left, right) => left.at - right.at);
    for (const { run } of events) run();
    limits = learner.find(
      until,
      clients.filter(({ openedAt }) => openedAt < until).map(({ openedAt }) => until - openedAt),
    );
    for (const limit of limits) if (!ever.some(({ kind }) => kind === limit.kind)) ever.push(limit);
  }
  return { limits, ever };
}
