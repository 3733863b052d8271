import { isThenable } from '../../protocol/listeners.js';
import { HeartbeatOptionError } from '../../protocol/options/optionError.js';

/**
 * Data that a WebSocket can send, in the types of the app's TypeScript version: before 5.7, views had no type
 * parameter.
 */
export type Sendable = Parameters<WebSocket['send']>[0];

/** How the application's messages are read from the wire and written to it. */
export interface MessageFormat<Received, Sent> {
  /** Reads what came in. It throws where that is not a message. */
  readonly parse: (data: unknown) => Received;
  /** Writes a message as data that a socket can send. It throws where that is impossible. */
  readonly serialize: (message: Sent) => Sendable;
}

/** A schema of any library that speaks Standard Schema (zod, valibot, arktype, …), as far as it is needed here. */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1;
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

type SchemaResult<Output> =
  { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly SchemaIssue[] };

interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/**
 * Gives messages a type, for the option `messages`. With a schema they are JSON text on the wire, and received data is
 * validated; with functions they are read and written by those. Data that does not parse reaches no listener and leaves a
 * `message.invalid` record; a message that cannot be serialized is `'rejected'`, with the same record. Neither throws.
 *
 * @param format a synchronous Standard Schema, or `{ parse, serialize }`
 * @throws HeartbeatOptionError when it is neither
 * @example
 * const messages = typedMessages(z.object({ from: z.string(), text: z.string() }));
 * const socket = createHeartbeatSocket('/ws', { messages });
 * socket.onMessage(({ from, text }) => console.log(from, text));
 * socket.send({ from: 'Ada', text: 'hello' });
 */
export function typedMessages<Input, Output>(format: StandardSchema<Input, Output>): MessageFormat<Output, Input>;
export function typedMessages<Received, Sent = Received>(
  format: MessageFormat<Received, Sent>,
): MessageFormat<Received, Sent>;
export function typedMessages(
  format: StandardSchema | MessageFormat<unknown, unknown>,
): MessageFormat<unknown, unknown> {
  if (isSchema(format)) {
    return { parse: (data) => valueOf(now(format['~standard'].validate(fromJson(data)))), serialize: toJson };
  }
  const given: Partial<MessageFormat<unknown, unknown>> | null = format;
  const { parse, serialize } = given ?? {};
  if (typeof parse !== 'function' || typeof serialize !== 'function') {
    throw new HeartbeatOptionError('typedMessages(format)', 'a Standard Schema or { parse, serialize }', format);
  }
  return {
    // With its `this`: it may be an object of a class.
    parse: (data) => now(parse.call(given, data)),
    serialize: (message) => now(serialize.call(given, message)),
  };
}

/** Messages keep their order, so none of them can be waited for. A promise may be of another realm; a message may have a `then`. */
function now<T>(result: T | Promise<T>): T {
  if (!isThenable(result) || typeof result.then !== 'function') return result as T;
  Promise.resolve(result).catch(() => {});
  throw new Error('the format is asynchronous, but messages must be read and written at once');
}

// A schema may be a function too, as those of arktype are.
const isSchema = (format: unknown): format is StandardSchema =>
  (typeof format === 'object' || typeof format === 'function') && format !== null && '~standard' in format;

function fromJson(data: unknown): unknown {
  if (typeof data !== 'string') throw new Error('binary data instead of JSON text');
  return JSON.parse(data);
}

function toJson(message: unknown): string {
  const text = JSON.stringify(message) as string | undefined;
  if (text === undefined) throw new Error('nothing that JSON can say');
  return text;
}

function valueOf({ issues, ...result }: SchemaResult<unknown>): unknown {
  if (issues) throw new Error(issues.map(explain).join('; ') || 'invalid');
  return 'value' in result ? result.value : undefined;
}

function explain({ message, path = [] }: SchemaIssue): string {
  const at = path.map((step) => String(typeof step === 'object' ? step.key : step)).join('.');
  return at ? `${at}: ${message}` : message;
}
