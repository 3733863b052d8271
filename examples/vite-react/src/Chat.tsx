import { useState } from 'react';
import { ConnectionBanner, HeartbeatProvider, SendStatus, useHeartbeatSocket } from 'heartbeat-socket';
import { createOutbox } from 'heartbeat-socket/core';

const outbox = createOutbox({ ttlMs: 10 * 60_000 });

export function Chat() {
  const [lines, setLines] = useState<readonly string[]>([]);
  const { socket, send } = useHeartbeatSocket('/ws', {
    outbox,
    onMessage: (data) => setLines((before) => [...before, String(data)]),
  });
  const say = (form: FormData) => {
    send(String(form.get('text')));
  };
  return (
    <HeartbeatProvider socket={socket}>
      <ConnectionBanner />
      <ul>
        {lines.map((line, index) => (
          <li key={index}>{line}</li>
        ))}
      </ul>
      <form action={say}>
        <input name="text" aria-label="Message" />
        <button>Send</button>
        <SendStatus />
      </form>
    </HeartbeatProvider>
  );
}
