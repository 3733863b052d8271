import type { HeartbeatEventKind } from '../../protocol/events.js';

/** Totals since the socket object was made. */
export interface Counters {
  readonly pingsSent: number;
  readonly pongsReceived: number;
  readonly pingsReceived: number;
  readonly missed: number;
  /** Dials, the first one included. */
  readonly attempts: number;
  /** How often a connection was open again after an outage. */
  readonly reconnects: number;
  readonly messagesIn: number;
  readonly messagesOut: number;
}

/** Totals that count on. A snapshot takes a copy. */
export type Totals = { -readonly [Name in keyof Counters]: number };

/** Totals with nothing counted. */
export const createTotals = (): Totals => ({
  pingsSent: 0,
  pongsReceived: 0,
  pingsReceived: 0,
  missed: 0,
  attempts: 0,
  reconnects: 0,
  messagesIn: 0,
  messagesOut: 0,
});

/** The total that a kind of event belongs to. */
export const COUNTED: { readonly [Kind in HeartbeatEventKind]?: keyof Counters } = {
  'ping.sent': 'pingsSent',
  'pong.received': 'pongsReceived',
  'ping.received': 'pingsReceived',
  'heartbeat.missed': 'missed',
  'connect.started': 'attempts',
  reconnected: 'reconnects',
};
