import { guard } from '../../protocol/listeners.js';
import { wrongOptions } from './knownOptions.js';

/**
 * What a developer should change. A production build carries none of this: it imports `#advice`, whose functions are
 * empty there.
 */
export const advisor = {
  /** @param kind of a record, as the log has it */
  told: (kind: string): void => {
    if (kind !== 'heartbeat.unanswered') return;
    say(
      'the server accepts connections and answers no pings, so a dead connection cannot be told from a quiet one. Answer ' +
        '{"type":"ping"} with {"type":"pong"} there, choose a heartbeat.codec that it speaks, or set heartbeat: false.',
    );
  },
  closed: (code: number): void => {
    // 1003: data of a kind that the server does not take (RFC 6455, section 7.4.1).
    if (code !== 1003) return;
    say(
      'the server closed the connection with 1003, because it does not take such data. If it does not know ' +
        '{"type":"ping"}, choose a heartbeat.codec that it speaks, or set heartbeat: false.',
    );
  },
  cannotConnect: (message: string): void =>
    say(
      `cannot connect: ${message}` +
        (message.includes('connect-src')
          ? ' of its Content-Security-Policy. Add the origin of the socket there, such as wss://app.example.com.'
          : ''),
    ),
  reasonCut: (reason: string): void => say(`the reason of disconnect() is cut to 123 bytes: ${reason}`),
  cannotShare: (): void =>
    say('`share` needs a URL that is a string: functions cannot be compared, so this component has its own socket.'),
  /** The library itself refuses only invalid numbers. It does not carry the names and kinds of all options. */
  optionsGiven: (options: object): void => wrongOptions(options).forEach(say),
  /**
   * @param userCount how many have the socket before
   * @throws Error naming both, when plain data differs; functions may be written inline, an outbox must be the very same
   */
  sharedWith: (userCount: number, theirs: { readonly url: unknown; readonly options: object }, mine?: object): void => {
    const { url, options } = theirs;
    if (userCount === 0 || !mine || isSameData(options, mine)) return;
    throw new Error(
      `heartbeat-socket: two components share ${String(url)} with different options: ${show(options)} and ${show(mine)}. ` +
        'Give both the same, or share the socket by <HeartbeatProvider>.',
    );
  },
};

/** What `#advice` offers. */
export type Advice = typeof advisor;

/** In strict tests the console may throw. Advice must not stop what it is about. */
const say = (message: string): void =>
  guard(
    () => {},
    () => console.error(`heartbeat-socket: ${message}`),
  );

function isSameData(a: unknown, b: unknown): boolean {
  if (Object.is(a, b) || (typeof a === 'function' && typeof b === 'function')) return true;
  if (!isPlain(a) || !isPlain(b)) return false;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => isSameData(a[name], b[name]));
}

/** What was written as data. An object that a factory of ours made has a symbol, and is compared as a whole. */
const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  Object.getOwnPropertySymbols(value).length === 0 &&
  (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype);

const show = (options: object): string =>
  JSON.stringify(options, (_, value: unknown) => (isPlain(value) || typeof value !== 'object' ? value : undefined));
