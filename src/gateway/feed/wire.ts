import type { EventRing } from './eventRing.js';

/** When a browser's own `EventSource` comes back. */
const RETRY_MS = 3_000;

/** One record as a Server-Sent Event. JSON has no line ends. @param id null: a reader cannot resume after it */
export const writeRecord = (json: string, id: string | null): string =>
  id === null ? `data: ${json}\n\n` : `id: ${id}\ndata: ${json}\n\n`;

/** Says how many records are missing here; null: it is not known, because the gateway is another one than before. */
export const writeLost = (count: number | null): string => `event: lost\ndata: ${JSON.stringify({ count })}\n\n`;

/** Carries nothing. The first one says how long to wait before coming back. */
export const writeComment = (isFirst = false): string => (isFirst ? `retry: ${RETRY_MS}\n: open\n\n` : ': alive\n\n');

const ID = /^(\d{1,15})(?:-([\w-]{1,100}))?$/;

/**
 * Where a reader goes on: after the record that it names, or with what comes from now on. `0` is before all. What the ring
 * has forgotten in between is lost; after a record of another gateway, or one that never was, all that is kept is sent.
 */
export function readPosition(
  after: string | null,
  gatewayId: string,
  ring: Pick<EventRing, 'first' | 'next'>,
): { readonly position: number; readonly lost: number | null } {
  if (after === null || after === '') return { position: ring.next(), lost: 0 };
  const [, text, id = gatewayId] = ID.exec(after) ?? [];
  const number = Number(text);
  const isOurs = text !== undefined && id === gatewayId && number < ring.next();
  if (!isOurs) return { position: ring.first(), lost: null };
  // The pump counts what lies between the position and the oldest record that is kept.
  return { position: number + 1, lost: 0 };
}
