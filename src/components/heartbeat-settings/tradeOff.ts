/** What an interval and a timeout cost, and what they are good for. */
export interface TradeOff {
  readonly pingsPerMinute: number;
  readonly bytesPerHour: number;
  /** The longest time from the silent end of a connection until it is found dead. */
  readonly noticedWithinMs: number;
}

/** A ping and its pong with the headers of WebSocket and TLS, and without those of TCP and IP: about 40 bytes each way. */
const BYTES_PER_PING = 80;

/** Works out the trade-off: fewer pings cost less, and notice a dead connection later. */
export function toTradeOff({ intervalMs, timeoutMs }: { intervalMs: number; timeoutMs: number }): TradeOff {
  return {
    pingsPerMinute: 60_000 / intervalMs,
    bytesPerHour: (3_600_000 / intervalMs) * BYTES_PER_PING,
    noticedWithinMs: intervalMs + timeoutMs,
  };
}
