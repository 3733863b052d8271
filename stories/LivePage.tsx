import { useEffect, useState, type ReactNode } from 'react';
import { ConnectionBanner, ConnectionIndicator, HeartbeatLog, LatencyMeter } from '../src/components/index.js';
import { LatencyChart } from '../src/components/latency-chart/index.js';
import type { HeartbeatSocket } from '../src/client/index.js';
import { HeartbeatProvider } from '../src/react/index.js';
import { createFakeGateway, type FakeGateway } from '../src/testing/index.js';

/** The real client and a fake gateway in the page, with a ping every two seconds so that there is something to see. */
export function LivePage({ children }: { children: (gateway: FakeGateway, socket: HeartbeatSocket) => ReactNode }) {
  const [live, setLive] = useState<{ gateway: FakeGateway; socket: HeartbeatSocket } | null>(null);
  useEffect(() => {
    const gateway = createFakeGateway({ heartbeat: { intervalMs: 2_000, timeoutMs: 4_000 } });
    gateway.delay(20);
    const socket = gateway.connect({
      reconnect: { maxAttempts: 5, minDelayMs: 2_000, maxDelayMs: 1_500 },
      connectTimeoutMs: 4_000,
    });
    // oxlint-disable-next-line react/set-state-in-effect -- a connection is made in the browser, never while rendering
    setLive({ gateway, socket });
    return () => socket.destroy();
  }, []);
  if (!live) return null;
  return (
    <HeartbeatProvider socket={live.socket}>
      <ConnectionBanner position="push" />
      <main className="page" style={{ marginBlockStart: '1rem' }}>
        <div className="page-card">
          <div className="page-row">
            <ConnectionIndicator />
            <LatencyMeter />
          </div>
          {children(live.gateway, live.socket)}
        </div>
        <LatencyChart windowMs={60_000} height={110} />
        <HeartbeatLog limit={60} />
      </main>
    </HeartbeatProvider>
  );
}
