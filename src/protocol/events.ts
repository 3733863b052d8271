import type { HeartbeatTiming } from './frames.js';
import type { NoticeLevel } from './notice.js';

/** Why a connection is not there. */
export type ConnectionCause =
  | 'manual'
  | 'heartbeat-timeout'
  | 'connect-timeout'
  | 'connect-error'
  /** The server, or the proxy in front of it, does not answer. */
  | 'unreachable'
  /** HTTP passes and the upgrade to a WebSocket does not: a proxy or a firewall. */
  | 'upgrade-blocked'
  | 'closed'
  | 'network-offline'
  | 'drain'
  | 'overload'
  | 'auth'
  | 'refused'
  | 'sleep'
  | 'hidden';

/** Where a setting comes from. The gateway tells file and environment apart as well. */
export type SettingsSource = 'default' | 'options' | 'gateway' | 'runtime' | 'code' | 'file' | 'environment';

/** Settings as a record tells them: the timing, and of the gateway's others those that have changed. */
export interface RecordedSettings extends HeartbeatTiming {
  /** Null: no limit. */
  readonly admitPerSecond?: number | null;
  readonly logLevel?: string;
}

/** What each kind of event says beside the fields that all have. Durations in milliseconds. */
export interface EventDetails {
  'connect.started': { attempt: number; cause: ConnectionCause | null };
  'connect.opened': { attempt: number; tookMs: number };
  /** What the server said when it was asked why the dials fail. */
  'connect.diagnosed': { cause: ConnectionCause; retryAfterMs?: number | undefined };
  /** The first frame came, or the connection has been open for a second: it is not one that is closed right away. */
  'connect.confirmed': { isReconnect: boolean; afterMs: number };
  'connect.failed': { attempt: number; cause: ConnectionCause; message?: string | undefined };
  'connection.closed': {
    code: number;
    reason: string;
    wasClean: boolean;
    cause: ConnectionCause | (string & {});
    openMs: number;
    /** On the gateway: since the last frame in either direction. */
    silentMs?: number;
  };
  /** `shownMs`: how much of it the person saw. `previousId`: the connection before, where the client named it. */
  reconnected: {
    attempt: number;
    downMs: number;
    cause: ConnectionCause;
    shownMs?: number | undefined;
    previousId?: string | undefined;
  };
  stable: { openMs: number };
  lost: { cause: ConnectionCause; downMs: number };
  restored: { downMs: number };
  'retry.scheduled': { attempt: number; maxAttempts: number; delayMs: number; cause: ConnectionCause };
  'retry.exhausted': { attempt: number; cause: ConnectionCause };
  'ping.sent': { id?: number | undefined };
  'ping.received': { id?: number | undefined };
  'pong.sent': { id?: number | undefined };
  'pong.received': { id?: number | undefined; rttMs?: number | undefined };
  'probe.started': { reason: string };
  'heartbeat.missed': { missedInRow: number; silentMs: number };
  'heartbeat.timeout': { silentMs: number; timeoutMs: number };
  /** The other side has never answered a ping: its silence is not judged. */
  'heartbeat.unanswered': { waitedMs: number };
  'clock.late': { lateMs: number };
  'clock.wake': { gapMs: number };
  'page.changed': { signal: string };
  'auth.started': { code: number };
  'auth.renewed': { tookMs: number };
  'auth.rejected': { message: string };
  'drain.received': { afterMs: number; windowMs: number; leaveInMs: number; reason: string };
  paused: { hiddenMs: number };
  'timer.fallback': { message: string };
  'outbox.dropped': { reason: string; count: number };
  'outbox.unconfirmed': { count: number };
  /** On the gateway also with the other changes, and the operator's name and reason. */
  'settings.changed': {
    from: RecordedSettings;
    to: RecordedSettings;
    source: SettingsSource;
    version: number;
    by?: string;
    reason?: string;
  };
  'settings.rejected': { source: SettingsSource; message: string };
  /** A change that is tried on a share of the peers: how it goes, and how it ends. */
  'settings.tried': { status: string; id: string; version: number; share: number; by: string; says: string };
  /** At the start of a gateway: a value that an operator has set hides a deployed one. */
  'settings.hidden': { setting: string; message: string };
  'frame.invalid': { reason: string };
  /** A frame `heartbeat.…` of a type that this side does not know, perhaps of a later version. It reaches no application. */
  'frame.unknown': { frame: string };
  /** An application's message that its format (`typedMessages`) does not take. */
  'message.invalid': { direction: 'in' | 'out'; reason: string };
  'listener.failed': { message: string };
  'event.ignored': { event: string; status: string };
  'drain.started': { overMs: number; connections: number };
  'peer.rejected': { reason: string; status?: number; code?: number; message?: string | undefined };
  /** A request to the admin interface without the right to it; `by`: of whom, where the sender is known. */
  'admin.refused': { action: string; status: number; by?: string };
  /** An operator has done something: `action` is the method and the route, `by` the operator's name. */
  'admin.acted': { action: string; status: number; by: string };
  /** An operator sends a notice to all clients; `reaches`: how many connected clients show it. */
  'notice.posted': { id: string; level: NoticeLevel; forMs: number; by: string; reaches: number };
  'notice.ended': { id: string; reason: 'withdrawn' | 'replaced' | 'expired'; by?: string };
  /** Two open connections say that they are of one session: each has a time line of its own. */
  'session.doubled': { openConnectionId: string };
  /** `value` is what is, `usual` what was before, in the unit of the rule. */
  'alert.raised': { rule: string; message: string; value?: number | undefined; usual?: number | undefined };
  'alert.cleared': { rule: string };
  /** An alert did not reach the operator's webhook. */
  'webhook.failed': { message: string };
}

/** The kinds of events either side records. */
export type HeartbeatEventKind = keyof EventDetails;

/** One kind of event with what it says: what happened on a connection, before a log has dated it. */
export type ConnectionFact = {
  [Kind in HeartbeatEventKind]: { readonly kind: Kind; readonly details: EventDetails[Kind] };
}[HeartbeatEventKind];

/** What every event says: when, in which order, and which client and server were involved. */
export interface EventBase {
  /** Epoch milliseconds, for display and for matching the two sides' logs. */
  readonly at: number;
  /** Counts up by one per event of one log: the order, whatever the clock did. */
  readonly seq: number;
  readonly side: 'client' | 'gateway';
  /** The gateway involved; null until it has said who it is. */
  readonly gatewayId: string | null;
  /** The connection involved, the same word on both sides; null before the welcome. */
  readonly connectionId: string | null;
  /**
   * The `HeartbeatSocket` involved, over all its connections. Null before its first attempt; absent on a gateway until the
   * client has said it, and where it says none.
   */
  readonly sessionId?: string | null;
  /** The peer's address, on the gateway. */
  readonly remote?: string;
}

/** One event of one kind. */
export type EventOf<Kind extends HeartbeatEventKind> = EventBase & { readonly kind: Kind } & Readonly<
    EventDetails[Kind]
  >;

/** One record of the event log, on either side. */
export type HeartbeatEvent = { [Kind in HeartbeatEventKind]: EventOf<Kind> }[HeartbeatEventKind];
