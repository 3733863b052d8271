import type { HeartbeatEvent } from '../../protocol/events.js';

/** How much of sessions is kept. */
export interface RecordLimits {
  /** Of all sessions together, bytes. */
  readonly maxBytes: number;
  /** Of one session, bytes. */
  readonly perSessionBytes: number;
  /** A record is forgotten after this, as is a session without news for as long, ms. */
  readonly maxAgeMs: number;
}

/** A client's clock against the gateway's, as one hello showed it. Milliseconds. */
export interface ClockSample {
  readonly offsetMs: number;
  readonly errorMs: number;
}

/** One connection of a session. Instants are the gateway's, epoch ms. */
export interface SessionConnection {
  readonly connectionId: string;
  readonly remote: string;
  readonly openedAt: number;
  closedAt: number | null;
  closeReason: string | null;
  /** At its end: since the last frame in either direction, and since it opened. */
  silentMs: number | null;
  ageMs: number | null;
  /** Null where the client did not say its time. */
  readonly clock: ClockSample | null;
  /** Of the outage before it, as the client reported; null: it told of none. */
  readonly downMs: number | null;
  readonly shownMs: number | null;
}

/** One session: its connections and the records of both ends, oldest first, as JSON. */
export interface Session {
  readonly id: string;
  readonly client: string;
  readonly connections: SessionConnection[];
  readonly records: { readonly text: string; readonly keptAt: number }[];
  bytes: number;
  /** Records that the gateway had to drop, and those that the client says it had to. */
  lost: number;
  toldLost: number;
  /** Records that came, and from which and up to which count the client says it has sent them. Null: none came yet. */
  arrived: number;
  sentFrom: number | null;
  sentTo: number;
  /** Monotonic. */
  touchedAt: number;
}

/** Records that the client handed over and that did not come: by a beacon of a page that had no network, for one. */
export const missingOf = ({ arrived, sentFrom, sentTo }: Pick<Session, 'arrived' | 'sentFrom' | 'sentTo'>): number =>
  Math.max(0, sentTo - (sentFrom ?? sentTo) - arrived);

/** The connections of a session that are remembered. */
const MAX_CONNECTIONS = 64;
/** What an empty session takes, and each of its connections, about. */
const SESSION_BYTES = 1_000;
const CONNECTION_BYTES = 400;
/** What a record takes beside its characters: its string, its object, its instant, its place in the list. */
const RECORD_BYTES = 96;

/** Keeps sessions within the limits: the oldest records give way, then the sessions that were silent for longest. */
export class SessionStore {
  readonly #sessions = new Map<string, Session>();
  readonly #limits: RecordLimits;
  #bytes = 0;
  /** Until then none is too old, and none is looked for. */
  #noneIsOldUntil = Number.NEGATIVE_INFINITY;
  #newest: Session | undefined;

  constructor(limits: RecordLimits) {
    this.#limits = limits;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(id: string, now: number): Session | undefined {
    this.#forgetOld(now);
    return this.#sessions.get(id);
  }

  /** Adds a connection to its session, which begins with its first one. */
  join(id: string, client: string, connection: SessionConnection, now: number): void {
    let session = this.#sessions.get(id);
    if (!session) {
      session = {
        id,
        client,
        connections: [],
        records: [],
        bytes: SESSION_BYTES,
        lost: 0,
        toldLost: 0,
        arrived: 0,
        sentFrom: null,
        sentTo: 0,
        touchedAt: now,
      };
      this.#bytes += SESSION_BYTES;
    }
    session.connections.push(connection);
    if (session.connections.length > MAX_CONNECTIONS) {
      session.connections.shift();
    } else {
      session.bytes += CONNECTION_BYTES;
      this.#bytes += CONNECTION_BYTES;
    }
    this.#touch(session, now);
    this.#makeRoom(now);
  }

  /** Keeps a record. */
  keep(session: Session, record: Partial<HeartbeatEvent>, now: number): void {
    const text = JSON.stringify(record);
    session.records.push({ text, keptAt: now });
    session.bytes += text.length + RECORD_BYTES;
    this.#bytes += text.length + RECORD_BYTES;
    const { perSessionBytes, maxAgeMs } = this.#limits;
    for (let oldest = session.records[0]; oldest; oldest = session.records[0]) {
      const isOver = session.bytes - session.connections.length * CONNECTION_BYTES > perSessionBytes;
      if (!isOver && now - oldest.keptAt <= maxAgeMs) break;
      session.records.shift();
      const bytes = oldest.text.length + RECORD_BYTES;
      session.bytes -= bytes;
      this.#bytes -= bytes;
      session.lost += Number(isOver);
    }
    this.#touch(session, now);
    this.#makeRoom(now);
  }

  /** A map lists its keys in the order of their insertion: what was touched last is last. */
  #touch(session: Session, now: number): void {
    session.touchedAt = now;
    // The records of a batch come one after the other.
    if (session === this.#newest) return;
    this.#newest = session;
    this.#sessions.delete(session.id);
    this.#sessions.set(session.id, session);
  }

  #makeRoom(now: number): void {
    this.#forgetOld(now);
    if (this.#bytes <= this.#limits.maxBytes) return;
    for (const session of this.#sessions.values()) {
      if (this.#bytes <= this.#limits.maxBytes) return;
      this.#forget(session);
    }
  }

  #forgetOld(now: number): void {
    if (now <= this.#noneIsOldUntil) return;
    for (const session of this.#sessions.values()) {
      this.#noneIsOldUntil = session.touchedAt + this.#limits.maxAgeMs;
      if (now <= this.#noneIsOldUntil) return;
      this.#forget(session);
    }
  }

  #forget(session: Session): void {
    this.#sessions.delete(session.id);
    if (session === this.#newest) this.#newest = undefined;
    this.#bytes -= session.bytes;
  }
}
