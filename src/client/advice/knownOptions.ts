import { nearestTo } from '../../protocol/options/optionNames.js';

/** What `typeof` may say of each option, by the group that it is in. A test holds the names equal to those of the types. */
export const KNOWN_OPTIONS = {
  '': {
    heartbeat: 'object boolean',
    reconnect: 'object boolean',
    connectTimeoutMs: 'number',
    authTimeoutMs: 'number',
    lostAfterMs: 'number',
    diagnose: 'boolean string object',
    whenHidden: 'string object',
    onUnauthorized: 'function',
    onConnected: 'function',
    page: 'object',
    outbox: 'object',
    messages: 'object',
    trace: 'object',
    telemetry: 'object',
    protocols: 'string object function',
    binaryType: 'string',
    WebSocket: 'function',
    clock: 'object',
    random: 'function',
    log: 'object',
  },
  'heartbeat.': {
    intervalMs: 'number',
    timeoutMs: 'number',
    detection: 'string',
    maxMissed: 'number',
    follow: 'boolean',
    bounds: 'object',
    codec: 'object',
    timer: 'object',
  },
  'reconnect.': {
    maxAttempts: 'number',
    minDelayMs: 'number',
    baseDelayMs: 'number',
    maxDelayMs: 'number',
    stableAfterMs: 'number',
    decide: 'function',
  },
  'log.': { capacity: 'number', sinks: 'object' },
  'heartbeat.bounds.': { minMs: 'number', maxMs: 'number' },
  'whenHidden.': { pauseAfterMs: 'number' },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

/** Options of the hook alone, and what stands for them elsewhere. */
const OF_THE_HOOK: Readonly<Record<string, string>> = {
  onMessage: 'it is one of useHeartbeatSocket; elsewhere call socket.onMessage(listener)',
  share: 'it is one of useHeartbeatSocket',
};

/**
 * A sentence for each option whose name is unknown, or whose value is of the wrong kind. `null` and undefined count as
 * not given.
 */
export function wrongOptions(options: object): string[] {
  return Object.entries(KNOWN_OPTIONS).flatMap(([group, known]) =>
    valuesOf(options, group).flatMap(([name, value]) => {
      if (!Object.hasOwn(known, name)) return `there is no option ${group}${name}${hint(group, name)}`;
      const kinds = (known as Readonly<Record<string, string>>)[name] ?? '';
      if (kinds.split(' ').includes(typeof value)) return [];
      const call = typeof value === 'function' ? ': call the function that makes it' : '';
      return `${group}${name} must be ${kinds.replaceAll(' ', ' or ')}, got ${typeof value}${call}.`;
    }),
  );
}

/** The options that are given in a group such as `heartbeat.`. A hook's socket reads through a proxy that has none itself. */
function valuesOf(options: object, group: string): [name: string, value: unknown][] {
  const path = group.split('.').slice(0, -1);
  const given = path.reduce<unknown>(
    (within, name) => (Object.hasOwn(Object(within) as object, name) ? Object(within)[name] : undefined),
    options,
  );
  if (typeof given !== 'object' || given === null) return [];
  return Object.entries(given).filter(([, value]) => value !== undefined && value !== null);
}

/**
 * The option that an unknown name was probably meant to be: the same word in another group, or a similar one in its
 * own.
 */
function hint(group: string, name: string): string {
  if (group === '' && Object.hasOwn(OF_THE_HOOK, name)) return `: ${OF_THE_HOOK[name]}.`;
  const all = Object.entries(KNOWN_OPTIONS).flatMap(([of, known]) => Object.keys(known).map((option) => of + option));
  const isSaid = (option: string): boolean => option.toLowerCase().split('.').at(-1) === name.toLowerCase();
  const own = Object.entries(KNOWN_OPTIONS).find(([of]) => of === group);
  const near = nearestTo(name, Object.keys(own?.[1] ?? {}));
  const meant = all.find(isSaid) ?? (near === null ? null : group + near);
  return meant === null ? '' : `, do you mean ${meant}?`;
}
