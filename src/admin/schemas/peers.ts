import * as v from 'valibot';
import { eventSchema } from './events.js';
import { count, duration, id, instant, integerFrom, share, text } from './fields.js';

/** The most peers that one answer lists. */
export const MAX_PEERS = 10_000;
/** How many peers to list. */
export const LISTED_PEERS = integerFrom(1, MAX_PEERS);

/**
 * The orders of a list. `worst`: lost, then missing in a row, then missed; `missed`, `latency`: the most first; `opened`: the
 * newest first; `seen`: the longest silent first.
 */
export const PEER_SORTS = ['worst', 'missed', 'latency', 'opened', 'seen'] as const;
export type PeerSort = (typeof PEER_SORTS)[number];
/** The longest text to look for. */
export const MAX_QUERY_CHARS = 200;

/** One connection. */
export const peerSchema = v.object({
  /** 128 random bits. The welcome tells it to the client, so that it is in the logs of both sides. */
  id,
  /** The address the connection comes from, without a port. `'unknown'` for sockets older than the gateway. */
  remote: text,
  openedAt: instant,
  /** The last inbound frame of any kind. */
  lastSeenAt: instant,
  /** From the gateway's last answered ping to its pong; null before the first. */
  latencyMs: v.nullable(duration),
  /** Intervals in a row that ended without an answer to the gateway's ping. */
  missedInRow: count,
  /** Which attempt of the client this connection is, by its hello. 0 for the first one, or without a hello. */
  attempt: count,
  /** By its hello: what the connections of one page have in common. */
  sessionId: v.exactOptional(v.nullable(id)),
  gatewayId: v.exactOptional(id),
  /** `degraded`: it misses heartbeats; `lost`: it ended though neither side asked for it, and its session is not back. */
  state: v.exactOptional(v.picklist(['open', 'degraded', 'lost', 'asleep'])),
  /** Heartbeats missed in the period; without one, ever. With those of earlier connections of its session. */
  missed: v.exactOptional(count),
  /**
   * How long the session was without a connection in the period, and how long the person saw that; null: the client
   * does not report it.
   */
  downMs: v.exactOptional(v.nullable(duration)),
  shownMs: v.exactOptional(v.nullable(duration)),
  /** Missed heartbeats of the last hour, in 24 blocks of 2.5 minutes; null before it was open. */
  lastHour: v.exactOptional(v.array(v.nullable(count))),
  /** The network that `remote` is in (a /16, or a /32 of IPv6), and the client by its user agent. */
  network: v.exactOptional(text),
  client: v.exactOptional(text),
});

/** How often a value occurs among the peers of the answer, beside how often among all. */
const standOutSchema = v.object({
  by: v.picklist(['gateway', 'network', 'client']),
  rows: v.array(v.object({ value: text, count, share, shareOfAll: share })),
});

/** Connections, filtered, sorted and paged. */
export const peersSchema = v.object({
  /** All peers, including those that are not listed. With `sort=worst` or a period, the lost ones as well. */
  total: count,
  /** Those that the filter lets through. */
  matching: v.exactOptional(count),
  peers: v.array(peerSchema),
  /** Asks for the next page; null on the last one. */
  nextCursor: v.exactOptional(v.nullable(text)),
  /** With `q` or a period: what the matching peers have in common. */
  standsOut: v.exactOptional(v.array(standOutSchema)),
});

/** One connection with its last events, the newest last. */
export const peerDetailSchema = v.object({ ...peerSchema.entries, events: v.array(eventSchema) });

export type PeerView = v.InferOutput<typeof peerSchema>;
export type PeerList = v.InferOutput<typeof peersSchema>;
export type PeerDetail = v.InferOutput<typeof peerDetailSchema>;
