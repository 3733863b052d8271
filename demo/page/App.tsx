import { ConnectionBanner, HeartbeatLog, HeartbeatProvider, useHeartbeatSocket } from 'heartbeat-socket';
import { BreakIt } from './BreakIt.js';
import { Chat } from './Chat.js';
import { Header } from './Header.js';
import { VitalSigns } from './VitalSigns.js';

/** Shorter than the defaults (30 s, 10 s), which spare a gateway with many clients, because visitors do not wait. */
const IMPATIENT = { maxDelayMs: 8_000, stableAfterMs: 4_000 };

/** The page. Everything on it shares one connection. */
export function App() {
  const { socket } = useHeartbeatSocket('/ws', { reconnect: IMPATIENT });
  return (
    <HeartbeatProvider socket={socket}>
      <ConnectionBanner />
      <Header />
      <main>
        <Chat socket={socket} />
        <div className="column">
          <BreakIt />
          <VitalSigns />
        </div>
        <section className="card log" aria-labelledby="log-title">
          <h2 id="log-title">Event log</h2>
          <HeartbeatLog aria-labelledby="log-title" />
        </section>
      </main>
    </HeartbeatProvider>
  );
}
