/** What a connection's end says about the path: after how long, and how it ended. */
export interface Limit {
  readonly afterMs: number;
  /** 1006: cut without a word, as proxies do. Any other: a close that the server, or a proxy, wrote. */
  readonly code: number;
  readonly reason: string;
}

/** The limits of silence. Null: none was found in `triedMs`; undefined: it was not tried. */
export interface IdleFindings {
  /** How long silence was tried. */
  readonly triedMs: number;
  /** With no frame in either direction. */
  readonly both: Limit | null;
  /** With frames from the client only. */
  readonly serverSilent: Limit | null | undefined;
  /** With frames from the server only; needs a heartbeat gateway, which can be asked to speak alone. */
  readonly clientSilent: Limit | null | undefined;
}

/** All that was measured. */
export interface Findings {
  readonly url: string;
  /** Whether the server is a heartbeat gateway, and keeps silent for a probe. */
  readonly server: 'heartbeat-gateway' | 'older-heartbeat-gateway' | 'other';
  readonly handshakeMs: number;
  readonly rttMs: {
    readonly min: number;
    readonly median: number;
    readonly max: number;
    readonly count: number;
  } | null;
  readonly controlPing: 'answered' | 'unanswered';
  readonly textPing: 'answered' | 'unanswered' | 'closed';
  /** Between two frames that the server sends by itself; null: it sends none. */
  readonly serverSpeaksEveryMs: number | null;
  readonly idle: IdleFindings;
  readonly age: { readonly triedMs: number; readonly limit: Limit | null };
  /** What could not be judged, in sentences. */
  readonly doubts: readonly string[];
  /** It was ended before it was done. */
  readonly isPartial: boolean;
}
