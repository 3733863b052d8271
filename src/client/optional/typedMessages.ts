import { HeartbeatOptionError } from '../../protocol/optionError.js';

/** Data a WebSocket takes. */
export type Sendable = string | ArrayBuffer | ArrayBufferView<ArrayBuffer> | Blob;

/** What messages are to the application and on the wire, and how to get from one to the other. */
export interface MessageFormat<Incoming, Outgoing> {
  /** Makes a message of what came in. A throw says that it is none. */
  readonly parse: (data: unknown) => Incoming;
  /** Makes of a message what a socket takes. A throw says that it cannot be sent. */
  readonly serialize: (message: Outgoing) => Sendable;
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
 * Gives messages a type, for the option `messages`. With a schema they are JSON text on the wire, and what comes in is
 * validated; with functions they are what those make of them. What does not parse reaches no listener and leaves a
 * `message.invalid` record; what cannot be serialized is `'rejected'`, with the same record. Neither throws.
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
export function typedMessages<Incoming, Outgoing = Incoming>(
  format: MessageFormat<Incoming, Outgoing>,
): MessageFormat<Incoming, Outgoing>;
export function typedMessages(
  format: StandardSchema | MessageFormat<unknown, unknown>,
): MessageFormat<unknown, unknown> {
  if (isSchema(format)) {
    const { validate } = format['~standard'];
    return { parse: (data) => valueOf(validate(fromJson(data))), serialize: toJson };
  }
  const given: Partial<MessageFormat<unknown, unknown>> | null = format;
  const { parse, serialize } = given ?? {};
  if (typeof parse !== 'function' || typeof serialize !== 'function') {
    throw new HeartbeatOptionError('typedMessages(format)', 'a Standard Schema or { parse, serialize }', format);
  }
  return { parse, serialize };
}

// A schema may be a function too, as those of arktype are.
const isSchema = (format: unknown): format is StandardSchema =>
  (typeof format === 'object' || typeof format === 'function') && format !== null && '~standard' in format;

function fromJson(data: unknown): unknown {
  if (typeof data !== 'string') throw new Error('binary data, where JSON text is expected');
  return JSON.parse(data);
}

function toJson(message: unknown): string {
  const text = JSON.stringify(message) as string | undefined;
  if (text === undefined) throw new Error('nothing that JSON can say');
  return text;
}

function valueOf(result: SchemaResult<unknown> | Promise<SchemaResult<unknown>>): unknown {
  if (result instanceof Promise) {
    // Nobody waits for it: messages keep their order, so they cannot wait either.
    result.catch(() => {});
    throw new Error('the schema is asynchronous, and messages are validated as they come');
  }
  if (result.issues) throw new Error(result.issues.map(explain).join('; ') || 'invalid');
  return result.value;
}

function explain({ message, path = [] }: SchemaIssue): string {
  const at = path.map((step) => String(typeof step === 'object' ? step.key : step)).join('.');
  return at ? `${at}: ${message}` : message;
}
