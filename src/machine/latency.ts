/** Round-trip times of heartbeats, in ms. Outlives sockets: the path is the same after a reconnect more often than not. */
export interface Latency {
  readonly lastMs: number;
  /** Smoothed as TCP does (RFC 6298: an eighth of each new sample). */
  readonly smoothedMs: number;
  /** Mean deviation, RFC 6298's RTTVAR. */
  readonly jitterMs: number;
}

/** Takes in one sample (RFC 6298, section 2: gains of 1/8 and 1/4, the first sample's deviation is half of it). */
export function withSample(latency: Latency | null, sampleMs: number): Latency {
  if (!latency) return { lastMs: sampleMs, smoothedMs: sampleMs, jitterMs: sampleMs / 2 };
  const { smoothedMs, jitterMs } = latency;
  return {
    lastMs: sampleMs,
    smoothedMs: smoothedMs + (sampleMs - smoothedMs) / 8,
    jitterMs: jitterMs + (Math.abs(smoothedMs - sampleMs) - jitterMs) / 4,
  };
}
