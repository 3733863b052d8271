import { Profiler, StrictMode, useEffect, useState, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import '../../../../src/components/styles.css';
import {
  ConnectionBanner,
  ConnectionIndicator,
  HeartbeatProvider,
  useHeartbeatSocket,
  type SocketOptions,
} from '../../../../src/index.js';
import type { Observed } from '../observed.js';

const query = new URLSearchParams(location.search);
const options = JSON.parse(query.get('options') ?? '{}') as SocketOptions;
const observed: Observed = { events: [], states: [], statusRenders: 0, formMounts: 0, messages: 0 };
Object.assign(window, { observed });

function Status(): ReactNode {
  const { status, socket } = useHeartbeatSocket(query.get('url'), { ...options, onMessage: () => observed.messages++ });
  useEffect(() => {
    Object.assign(window, { heartbeat: socket });
    const at = (): number => performance.now();
    const undo = [
      socket.onEvent((record) => observed.events.push({ ...record, t: at() })),
      socket.store.subscribe((state) => observed.states.push({ status: state.status, lost: state.lost, t: at() })),
    ];
    return () => undo.forEach((stop) => stop());
  }, [socket]);
  return (
    <HeartbeatProvider socket={socket}>
      <ConnectionBanner foldAfterMs={Infinity} />
      <output>{status}</output>
      <ConnectionIndicator />
      <Form />
    </HeartbeatProvider>
  );
}

/** A form half filled in: what it holds must survive any outage. */
function Form(): ReactNode {
  const [text, setText] = useState('');
  useEffect(() => {
    observed.formMounts += 1;
  }, []);
  return <textarea aria-label="Message" value={text} onChange={(event) => setText(event.target.value)} />;
}

const root = document.getElementById('root');
const app = (
  <Profiler id="status" onRender={() => (observed.statusRenders += 1)}>
    <Status />
  </Profiler>
);
if (root) createRoot(root).render(query.has('strict') ? <StrictMode>{app}</StrictMode> : app);
