import { createParser } from 'eventsource-parser';
import * as v from 'valibot';
import { readAnswer, unanswered, type AdminProblem } from './adminResult.js';
import { eventSchema, type AdminEvent } from './schemas/events.js';

/** Which events to read. */
export interface EventsQuery {
  /** Kinds or beginnings of kinds (`heartbeat.*`), separated by commas. @default all but pings and pongs */
  readonly kind?: string | undefined;
  /** Only those of one connection or session. */
  readonly peer?: string | undefined;
  /** The `id` of the last event that is known; `'0'`: all that the gateway still has. @default only new ones */
  readonly after?: string | undefined;
  /** Ends the reading. */
  readonly signal?: AbortSignal | undefined;
}

/** What comes out of a stream of events. */
export type EventsItem =
  /** The gateway answers: events follow. */
  | { readonly type: 'open' }
  /** `id`: where to resume; null for a ping or a pong, after which a reader cannot resume. */
  | { readonly type: 'event'; readonly id: string | null; readonly event: AdminEvent }
  /** How many events are missing here; null: this is not known, because the gateway is not the same as before. */
  | { readonly type: 'lost'; readonly count: number | null }
  /** The last item: the gateway refused, ended the stream (a drain, a token that is gone), or went silent. */
  | { readonly type: 'ended'; readonly status: number; readonly problem: AdminProblem | null };

/** The gateway sends a comment every 15 s. */
const SILENT_AFTER_MS = 40_000;

const lostSchema = v.object({ count: v.nullable(v.number()) });

/** Reads a stream of events. Never throws; an abort ends it without a last item. `request` begins one. */
export async function* readEvents(
  request: (signal: AbortSignal) => Promise<Response>,
  signal: AbortSignal | undefined,
): AsyncGenerator<EventsItem, void, undefined> {
  const own = new AbortController();
  const abort = (): void => own.abort();
  signal?.addEventListener('abort', abort);
  if (signal?.aborted) own.abort();
  try {
    const response = await withinTime(request(own.signal), abort);
    if (!response.ok || !response.body) {
      const refused = await withinTime(readAnswer(response, eventSchema), abort);
      if (!refused.ok) yield { type: 'ended', status: refused.status, problem: refused.problem };
      return;
    }
    if (!response.headers.get('content-type')?.startsWith('text/event-stream')) throw new Error('It is no stream.');
    yield { type: 'open' };
    yield* itemsOf(response.body, abort);
    yield { type: 'ended', status: 0, problem: null };
  } catch (error) {
    if (signal?.aborted) return;
    const failed = unanswered(own.signal.aborted ? 'The gateway went silent.' : error);
    if (!failed.ok) yield { type: 'ended', status: failed.status, problem: failed.problem };
  } finally {
    signal?.removeEventListener('abort', abort);
    own.abort();
  }
}

async function* itemsOf(body: ReadableStream<Uint8Array>, abort: () => void): AsyncGenerator<EventsItem, void> {
  const items: EventsItem[] = [];
  const parser = createParser({
    onEvent: ({ id, event, data }) => {
      const item = event === 'lost' ? toLost(data) : toEvent(id ?? null, data);
      if (item) items.push(item);
    },
  });
  const decoder = new TextDecoder();
  const reader = body.getReader();
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one chunk after the other
    const { done, value } = await withinTime(reader.read(), abort);
    if (done) return;
    parser.feed(decoder.decode(value, { stream: true }));
    yield* items.splice(0);
  }
}

function toEvent(id: string | null, data: string): EventsItem | null {
  const parsed = v.safeParse(eventSchema, parse(data));
  return parsed.success ? { type: 'event', id, event: parsed.output } : null;
}

function toLost(data: string): EventsItem | null {
  const parsed = v.safeParse(lostSchema, parse(data));
  return parsed.success ? { type: 'lost', count: parsed.output.count } : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Aborts what takes longer than a gateway may be silent. */
async function withinTime<T>(promise: Promise<T>, abort: () => void): Promise<T> {
  const timer = setTimeout(abort, SILENT_AFTER_MS);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}
