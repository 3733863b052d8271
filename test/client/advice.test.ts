import { afterEach, expect, it, vi } from 'vitest';
import { KNOWN_OPTIONS } from '../../src/client/advice/knownOptions.js';
import {
  createHeartbeatSocket,
  createOutbox,
  createTrace,
  jsonCodec,
  sendRecords,
  typedMessages,
  workerTimer,
} from '../../src/client/index.js';
import type { SocketOptions } from '../../src/client/options.js';
import { browserPage } from '../../src/client/page.js';
import { systemClock } from '../../src/client/clock.js';

type Group<Name extends keyof SocketOptions> = Required<Exclude<NonNullable<SocketOptions[Name]>, false | string>>;

/** Every option, each with a right value. A name that the types do not have, or that is left out here, does not compile. */
const everything: Required<SocketOptions> = {
  heartbeat: {
    intervalMs: 10_000,
    timeoutMs: 30_000,
    detection: 'fixed',
    maxMissed: 3,
    follow: false,
    bounds: { minMs: 1_000, maxMs: 2_000 },
    codec: jsonCodec(),
    timer: workerTimer(),
  } satisfies Group<'heartbeat'>,
  reconnect: {
    maxAttempts: Infinity,
    minDelayMs: 1,
    baseDelayMs: 2,
    maxDelayMs: 3,
    stableAfterMs: 4,
    decide: () => undefined,
  } satisfies Group<'reconnect'>,
  connectTimeoutMs: 1,
  authTimeoutMs: 1,
  lostAfterMs: 0,
  diagnose: new URL('https://gateway.test/why'),
  whenHidden: { pauseAfterMs: 1 },
  onUnauthorized: () => {},
  onConnected: () => {},
  page: browserPage,
  outbox: createOutbox(),
  messages: typedMessages({ parse: String, serialize: String }),
  trace: createTrace(),
  telemetry: sendRecords(),
  protocols: ['chat'],
  binaryType: 'blob',
  WebSocket: function Unused() {} as unknown as NonNullable<SocketOptions['WebSocket']>,
  clock: systemClock,
  random: Math.random,
  log: { capacity: 1, sinks: [] } satisfies Group<'log'>,
};

const said = vi.spyOn(console, 'error').mockImplementation(() => {});
afterEach(() => {
  said.mockClear();
  vi.unstubAllEnvs();
});
const make = (options: object): unknown[] => {
  createHeartbeatSocket('ws://gateway.test/ws', options);
  return said.mock.calls.flat();
};

it('knows every option there is', () => {
  const groups: Record<string, object> = {
    '': everything,
    'heartbeat.': Object(everything.heartbeat),
    'reconnect.': Object(everything.reconnect),
    'log.': Object(everything.log),
    'heartbeat.bounds.': { minMs: 1, maxMs: 1 },
    'whenHidden.': { pauseAfterMs: 1 },
  };
  expect(Object.keys(KNOWN_OPTIONS).toSorted()).toEqual(Object.keys(groups).toSorted());
  for (const [group, known] of Object.entries(KNOWN_OPTIONS)) {
    expect([group, ...Object.keys(known).toSorted()]).toEqual([group, ...Object.keys(groups[group] ?? {}).toSorted()]);
  }
});

it.each<[string, object]>([
  ['all of them', everything],
  ['none', {}],
  ['undefined ones', { heartbeat: undefined, reconnect: { maxAttempts: undefined }, log: undefined }],
  ['those that switch something off', { heartbeat: false, reconnect: false, diagnose: false, whenHidden: 'keep' }],
  ['other kinds of the same', { diagnose: '/why', protocols: () => 'chat', whenHidden: 'keep' }],
])('says nothing about options that are right: %s', (_, options) => {
  expect(make(options)).toEqual([]);
});

it.each<[object, string]>([
  [{ heartbeat: { intervalMS: 5_000 } }, 'there is no option heartbeat.intervalMS, do you mean heartbeat.intervalMs?'],
  [{ reconnect: { maxAttempt: 3 } }, 'there is no option reconnect.maxAttempt, do you mean reconnect.maxAttempts?'],
  [{ intervalMs: 5_000 }, 'there is no option intervalMs, do you mean heartbeat.intervalMs?'],
  [{ reconnect: { lostAfterMs: 0 } }, 'there is no option reconnect.lostAfterMs, do you mean lostAfterMs?'],
  [{ log: { sink: [] } }, 'there is no option log.sink, do you mean log.sinks?'],
  [{ constructor: 1 }, 'there is no option constructor'],
  [
    { onMessage: () => {} },
    'there is no option onMessage: it is one of useHeartbeatSocket; elsewhere call socket.onMessage(listener).',
  ],
  [{ outbox: createOutbox }, 'outbox must be object, got function: call the function that makes it.'],
  [
    { heartbeat: { codec: jsonCodec } },
    'heartbeat.codec must be object, got function: call the function that makes it.',
  ],
  [{ onUnauthorized: '/login' }, 'onUnauthorized must be function, got string.'],
  [{ heartbeat: { follow: 'no' } }, 'heartbeat.follow must be boolean, got string.'],
])('says what is wrong with %o', (options, message) => {
  expect(make(options)).toEqual([expect.stringContaining(`heartbeat-socket: ${message}`)]);
});

it('says nothing in production', () => {
  vi.stubEnv('NODE_ENV', 'production');
  expect(make({ heartbeat: { intervalMS: 5_000 } })).toEqual([]);
});
