import { ConnectionBanner, HeartbeatProvider, useHeartbeatSocket } from 'heartbeat-socket';
import { BreakIt } from './BreakIt.js';
import { Chat } from './Chat.js';
import { EventLog } from './EventLog.js';
import { Header } from './Header.js';
import { VitalSigns } from './VitalSigns.js';

/** As much as a visitor waits. The defaults (30 s, 10 s) are kinder to a gateway with many clients. */
const IMPATIENT = { maxDelayMs: 8_000, stableAfterMs: 4_000 };

/** The whole page: one connection, shared by everything below. */
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
        <EventLog socket={socket} />
      </main>
    </HeartbeatProvider>
  );
}
