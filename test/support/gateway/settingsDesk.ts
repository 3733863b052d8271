import { openSettings, readDeployed, type SettingsSources } from '../../../src/gateway/settings/openSettings.js';
import { followSettings, type GatewaySettings } from '../../../src/gateway/settings/gatewaySettings.js';
import type { GuardedPeer } from '../../../src/gateway/settings/guarded/participants.js';
import type { ChangeOutcome } from '../../../src/gateway/settings/operatorChange.js';
import type { PathLimit } from '../../../src/gateway/settings/pathLimit.js';
import type { ShareSettings } from '../../../src/gateway/settings/sharedSettings.js';
import { memoryState } from '../../../src/gateway/state/memoryState.js';
import type { OpenState } from '../../../src/gateway/state/stateStore.js';
import type { SettingsPatch, SettingsRollback } from '../../../src/admin/schemas/settings.js';
import { createManualClock } from '../../../src/testing/createManualClock.js';
import { settle } from '../settle.js';

/** A person at the desk: what the settings know of a connection. */
interface Person extends GuardedPeer {
  readonly index: number;
  /** How often it was told of new settings. */
  told: number;
}

interface DeskOptions extends Partial<SettingsSources> {
  readonly people?: number;
  /** The index of the first of them: of several desks, each has people of its own. */
  readonly from?: number;
  /** Of the desk before, to which this is the restart. */
  readonly state?: OpenState;
  readonly clock?: ReturnType<typeof createDeskClock>;
  readonly shareSettings?: ShareSettings;
}

/** The manual clock with turns of the event loop that come at once. */
export const createDeskClock = () => Object.assign(createManualClock(), { immediate: queueMicrotask });

/** A state in memory, on a disk that can be full. */
export function createDisk(): OpenState & { isFull: boolean } {
  const memory = memoryState().open(createDeskClock());
  const disk = {
    ...memory,
    isFull: false,
    save: (section: string, value: unknown) =>
      disk.isFull ? Promise.reject(new Error('disk full')) : memory.save(section, structuredClone(value)),
  };
  return disk;
}

/**
 * The settings of a gateway without its sockets: people are objects, and time, the state and the path are in a test's hands,
 * so that each rule is tried in milliseconds.
 */
export function openDesk({
  people = 0,
  from = 0,
  code = {},
  env = {},
  configFile = false,
  state = createDisk(),
  clock = createDeskClock(),
  shareSettings,
}: DeskOptions = {}) {
  const records: Record<string, unknown>[] = [];
  const world = { timingChanges: 0, retimes: 0, pathLimit: null as PathLimit | null, connections: people };
  const present = new Map<number, Person>();
  const connect = (index: number): Person => {
    const person: Person = {
      index,
      sessionId: index.toString(16).padStart(32, '0'),
      remote: `10.0.${index >> 8}.${index & 255}`,
      triesSince: null,
      told: 0,
      announceSettings: () => (person.told += 1),
    };
    present.set(index, person);
    return person;
  };
  for (let index = from; index < from + people; index += 1) connect(index);

  const opened = openSettings(readDeployed({ code, env, configFile }), state, clock.wallNow());
  const settings: GatewaySettings = followSettings(opened, {
    clock,
    state,
    recorder: {
      subscribe: () => () => {},
      record: (kind: string, details: object, about: object = {}) => void records.push({ kind, ...details, ...about }),
    },
    pathLimit: () => world.pathLimit,
    connections: () => world.connections,
    peers: {
      all: { [Symbol.iterator]: () => present.values() },
      inTurns: (act) => present.forEach(act),
      retime: () => (world.retimes += 1),
    },
    onTimingChange: () => (world.timingChanges += 1),
    shareSettings: shareSettings ?? null,
  });
  const by = { subject: 'ada', remote: '192.0.2.1' };

  return {
    settings,
    opened,
    clock,
    state,
    records,
    world,
    present,
    connect,
    by,
    /** The records of one kind. */
    of: (kind: string) => records.filter((record) => record['kind'] === kind),
    change: (change: SettingsPatch | SettingsRollback, seenVersion: number | null = null): Promise<ChangeOutcome> =>
      settings.change(
        { change, seenVersion, isStale: (version) => seenVersion !== null && seenVersion !== version },
        by,
      ),
    /** Lets time pass, and everything happen that follows from it. */
    pass: async (ms: number): Promise<void> => {
      await settle();
      clock.advance(ms);
      await settle(2);
    },
    /** Who tries the change. */
    tried: () => [...present.values()].filter(({ triesSince }) => triesSince !== null),
    /** Who follows what is in force. */
    rest: () => [...present.values()].filter(({ triesSince }) => triesSince === null),
    /** Ends the connection of a person without a word. */
    cut: (person: Person, silentMs = 1_000): void => {
      present.delete(person.index);
      settings.closed(person, 'abnormal', silentMs);
    },
    /** And lets the person come back. */
    comeBack: ({ index }: Person, wasOutageShown = false): Person => {
      const back = connect(index);
      settings.arrived(back, wasOutageShown);
      return back;
    },
  };
}
