import type { ShareSettings } from '../../../src/gateway/settings/sharedSettings.js';
import { settle } from '../settle.js';
import { createDeskClock, openDesk } from './settingsDesk.js';

interface Member {
  readonly id: string;
  isReachable: boolean;
  seen: number;
  readonly adopt: Parameters<ShareSettings>[1];
  readonly handlers: Map<string, (about: unknown) => unknown>;
  readonly ticks: (() => void)[];
  readonly connections: () => number;
}

type Desk = ReturnType<typeof openDesk> & Pick<Member, 'id'>;

/**
 * Desks that share their settings: one document, one lease and letters, without a store in between. What the store itself may
 * do is tried in `test/cluster` and `test/gateway/cluster`.
 */
export function createDeskCluster() {
  const clock = createDeskClock();
  const members: Member[] = [];
  let newest = { revision: 0, body: '' };
  let holder: string | null = null;
  /** What the store answers instead; null: it does as it is told. */
  const store: { trouble: 'unsettled' | 'fenced' | 'outrun' | null; answersAreLost: boolean } = {
    trouble: null,
    answersAreLost: false,
  };

  const shareOf =
    (id: string, connections: () => number): ShareSettings =>
    (_read, adopt) => {
      const member: Member = {
        id,
        isReachable: true,
        seen: newest.revision,
        adopt,
        handlers: new Map(),
        ticks: [],
        connections,
      };
      members.push(member);
      const others = (): Member[] => members.filter((other) => other !== member && other.isReachable);
      return {
        document: {
          name: 'settings',
          seen: () => ({ revision: member.seen, stamp: `${member.seen}` }),
          offer: () => {},
          heard: () => {},
          async write(body) {
            if (store.trouble === 'unsettled') return { kind: 'unsettled', message: 'the store is away' };
            if (store.trouble === 'fenced') return { kind: 'fenced' };
            if (store.trouble === 'outrun' || member.seen < newest.revision) {
              const { revision } = newest;
              return {
                kind: 'outrun',
                adopt: () =>
                  adopt(
                    newest.body,
                    () => (member.seen = revision),
                    () => true,
                  ),
              };
            }
            newest = { revision: newest.revision + 1, body };
            member.seen = newest.revision;
            return { kind: 'written' };
          },
        },
        whyUnsettled: () => null,
        guardRight: () => (holder === id ? { lease: 'guard', token: 1 } : null),
        wantGuard(wants) {
          if (wants) holder ??= id;
          else if (holder === id) holder = null;
        },
        isGuardHeld: () => holder !== null,
        onTick: (listener) => void member.ticks.push(listener),
        guardMail: {
          id,
          onTick: (listener) => void member.ticks.push(listener),
          answer: (topic, handler) => void member.handlers.set(topic, handler),
          async ask(topic, about, { only } = {}) {
            if (!member.isReachable) return [];
            const asked = others().filter((other) => only === undefined || other.id === only);
            const answers = await Promise.all(
              asked.map(async (other) => {
                try {
                  const answer = await other.handlers.get(topic)?.(structuredClone(about));
                  return store.answersAreLost ? [] : [{ from: other.id, about: structuredClone(answer) }];
                } catch {
                  return [];
                }
              }),
            );
            return answers.flat();
          },
        },
        otherConnections: () => others().reduce((sum, other) => sum + other.connections(), 0),
      };
    };

  /** One tick of every gateway that reaches the store. */
  const tick = async (): Promise<void> => {
    for (const member of members.filter(({ isReachable }) => isReachable)) {
      const { revision, body } = newest;
      const isNews = (): boolean => member.seen < revision;
      if (isNews()) member.adopt(body, () => (member.seen = revision), isNews);
      for (const listener of member.ticks) listener();
    }
    await settle(2);
  };

  return {
    clock,
    store,
    tick,
    /** Opens one more desk, with so many people of its own. */
    join: (people: number, options: Parameters<typeof openDesk>[0] = {}): Desk => {
      const id = `gateway-${members.length}`;
      const desk: Desk = Object.assign(
        openDesk({
          clock,
          people,
          from: 1_000 * members.length,
          shareSettings: shareOf(id, () => desk.present.size),
          ...options,
        }),
        { id },
      );
      return desk;
    },
    /** From now on the gateway reaches no other, and no other reaches it. */
    lose: (desk: Desk): void => {
      members.find(({ id }) => id === desk.id)!.isReachable = false;
    },
    /** The lease is free, as it is when its holder has been silent for long. */
    freeLease: () => void (holder = null),
    /** Writes settings as another gateway would. */
    write: (body: unknown) => {
      newest = { revision: newest.revision + 1, body: typeof body === 'string' ? body : JSON.stringify(body) };
    },
    /** What all gateways share. */
    shared: () => JSON.parse(newest.body) as Record<string, any>,
    /** Lets time pass in ticks of a second. */
    pass: async (ms: number): Promise<void> => {
      for (let passed = 0; passed < ms; passed += 1_000) {
        clock.advance(1_000);
        // oxlint-disable-next-line no-await-in-loop -- one tick after the other
        await tick();
      }
    },
  };
}
