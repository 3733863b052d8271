import { ConnectionIndicator, useConnection } from 'heartbeat-socket';

/** The name with a mark that moves with every pong, and the state of the connection. */
export function Header() {
  const { pongs, latencyMs, isUp } = useConnection(({ counters, latency, status }) => ({
    pongs: counters.pongsReceived,
    latencyMs: latency && Math.round(latency.smoothedMs),
    isUp: status === 'open' || status === 'degraded',
  }));
  return (
    <header>
      <h1>
        {/* A new key makes a new element, whose animation starts over: once for each pong. */}
        <svg key={pongs} className="mark" viewBox="0 0 32 32" aria-hidden="true">
          <path d="M3 17h7l3-9 5 16 3.5-9 1.5 2h6" />
        </svg>
        <span>heartbeat-socket</span>
      </h1>
      <p className="vitals">
        <span className="latency">{isUp && latencyMs !== null ? `${latencyMs} ms` : '– ms'}</span>
        <ConnectionIndicator />
      </p>
    </header>
  );
}
