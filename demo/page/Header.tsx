import { ConnectionIndicator, useConnection } from 'heartbeat-socket';

/** The name, a heart that beats with every pong, and how the connection is. */
export function Header() {
  const { pongs, latencyMs, isUp } = useConnection(({ counters, latency, status }) => ({
    pongs: counters.pongsReceived,
    latencyMs: latency && Math.round(latency.smoothedMs),
    isUp: status === 'open' || status === 'degraded',
  }));
  return (
    <header>
      <h1>
        {/* A new key is a new element, whose animation starts from its beginning: one beat per pong. */}
        <svg key={pongs} className="beat" viewBox="0 0 32 32" aria-hidden="true">
          <path d="M3 17h7l3-9 5 16 3.5-9 1.5 2h6" />
        </svg>
        heartbeat-socket
      </h1>
      <p className="vitals">
        <span className="latency">{isUp && latencyMs !== null ? `${latencyMs} ms` : '– ms'}</span>
        <ConnectionIndicator />
      </p>
    </header>
  );
}
