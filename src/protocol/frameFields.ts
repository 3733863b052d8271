import type { ApplicationMessage } from './frames.js';
import { MAX_TIMER_MS } from './options/optionRules.js';

/**
 * A frame of ours is short. Longer text is the application's, and is not looked at.
 * A welcome with identifiers of the full length allowed below stays under a third of this.
 */
export const MAX_FRAME_CHARS = 1_024;
export const MAX_ID_CHARS = 128;
/** A notice may be longer, where it begins as our encoder writes it: no other long text is looked at. */
export const MAX_NOTICE_CHARS = 2_048;
const NOTICE_PREFIX = '{"type":"heartbeat.notice",';

/** `"type": "ping"`, `"pong"` or `"heartbeat.…"`, wherever an encoder put the key. */
const CLAIMS_TO_BE_OURS = /"type"\s*:\s*"(?:p[io]ng"|heartbeat\.)/;

/** What JSON from the wire has, of which nothing is known yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** The application's data. One object for all of it, so that an ordinary message costs none. */
export const MESSAGE: ApplicationMessage = { kind: 'message' };

/** The application's data, with the reason why it was not believed to be a frame of ours. */
export const invalid = (frame: string, fields: string): ApplicationMessage => ({
  kind: 'message',
  invalid: `${frame}: bad ${fields}`,
});

/**
 * What it is to a side that does not know its type: perhaps a frame of a later version. A type that is no text is not
 * converted to text, because an object whose `toString` came from the wire throws at that.
 */
export const unknown = (type: unknown): ApplicationMessage =>
  typeof type === 'string' && type.startsWith('heartbeat.') ? { kind: 'message', unknown: type } : MESSAGE;

/**
 * The fields of a text that claims to be a frame of ours; undefined for everything else. Never throws.
 *
 * An application message is not parsed to find out that it is none of ours: binary data, long text and text in which no
 * `type` key names one of our frames are told by a look at their length, then by one regular expression.
 */
export function readFields(data: unknown): Fields | undefined {
  if (typeof data !== 'string') return undefined;
  if (data.length > MAX_FRAME_CHARS && !(data.length <= MAX_NOTICE_CHARS && data.startsWith(NOTICE_PREFIX)))
    return undefined;
  // The search costs a third of the expression, and finds nothing in most messages of an application.
  if (data.indexOf('type"') < 0 || !CLAIMS_TO_BE_OURS.test(data)) return undefined;
  try {
    // An object, or an array or a string, of which each field reads undefined; `null` does not claim to be ours.
    return JSON.parse(data) as Fields;
  } catch {
    return undefined;
  }
}

export const isInteger = (value: unknown): value is number => Number.isSafeInteger(value);
export const isCount = (value: unknown): value is number => isInteger(value) && value >= 0;
export const isDuration = (value: unknown): value is number => isCount(value) && value <= MAX_TIMER_MS;
export const isText = (value: unknown, maxChars: number): value is string =>
  typeof value === 'string' && value.length <= maxChars;
/** A field that may be missing. */
export const isOptional = <T>(value: unknown, is: (value: unknown) => value is T): value is T | undefined =>
  value === undefined || is(value);
