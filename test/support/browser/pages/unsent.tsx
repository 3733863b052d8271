import { createRoot } from 'react-dom/client';
import '../../../../src/components/styles.css';
import { createOutbox } from '../../../../src/client/index.js';
import { HeartbeatProvider, SendStatus, useHeartbeatSocket, useUnsentGuard } from '../../../../src/index.js';

const url = new URLSearchParams(location.search).get('url') ?? '';
const outbox = createOutbox({ ttlMs: 0 });

function Composer() {
  useUnsentGuard();
  return <SendStatus />;
}

function App() {
  const { socket, send, status } = useHeartbeatSocket(url, {
    outbox,
    heartbeat: { intervalMs: 1_000, timeoutMs: 3_000 },
  });
  return (
    <HeartbeatProvider socket={socket}>
      <button onClick={() => send('work')}>Send</button>
      <output>{status}</output>
      <Composer />
    </HeartbeatProvider>
  );
}

Object.assign(window, { flushed: () => outbox.flushed({ timeoutMs: 15_000 }) });
createRoot(document.querySelector('#root') as HTMLElement).render(<App />);
