'use client';
import { useState } from 'react';
import { ConnectionBanner, HeartbeatProvider, useHeartbeatSocket } from 'heartbeat-socket';

export function Chat() {
  const [lines, setLines] = useState([]);
  const { status, send, socket } = useHeartbeatSocket('/ws', {
    onMessage: (data) => setLines((before) => [...before, String(data)]),
  });
  return (
    <HeartbeatProvider socket={socket}>
      <ConnectionBanner />
      <button onClick={() => send('hello')}>Say hello</button>
      <p>
        {status}: {lines.length} received
      </p>
    </HeartbeatProvider>
  );
}
