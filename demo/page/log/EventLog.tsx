import { HeartbeatLog, type HeartbeatSocket } from 'heartbeat-socket';
import { useMemo, useState } from 'react';
import { newestFirst } from './newestFirst.js';

/** The kit's own log of this connection. */
export function EventLog({ socket }: { socket: HeartbeatSocket }) {
  const [hasBeats, setBeats] = useState(false);
  const view = useMemo(() => newestFirst(socket, hasBeats), [socket, hasBeats]);
  return (
    <div className="log column">
      <div className="log-head">
        <h2 id="log-title">Event log</h2>
        <label>
          <input type="checkbox" checked={hasBeats} onChange={(event) => setBeats(event.target.checked)} />
          <span>Pings and pongs</span>
        </label>
      </div>
      <HeartbeatLog socket={view} aria-labelledby="log-title" />
    </div>
  );
}
