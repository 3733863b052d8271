/** What an interval and a timeout cost and buy. */
export interface TradeOff {
  readonly beatsPerMinute: number;
  readonly bytesPerHour: number;
  /** From the silent end of a connection to the verdict, at worst. */
  readonly noticedWithinMs: number;
}

/** A ping and its pong with the headers of WebSocket, TLS, TCP and IP: about 40 bytes each way. */
const BYTES_PER_BEAT = 80;

/** Works out the trade-off of a heartbeat: fewer beats cost less and notice later. */
export function toTradeOff({ intervalMs, timeoutMs }: { intervalMs: number; timeoutMs: number }): TradeOff {
  return {
    beatsPerMinute: 60_000 / intervalMs,
    bytesPerHour: (3_600_000 / intervalMs) * BYTES_PER_BEAT,
    noticedWithinMs: intervalMs + timeoutMs,
  };
}
