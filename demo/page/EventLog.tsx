import type { HeartbeatEvent, HeartbeatSocket } from 'heartbeat-socket';
import { useCallback, useState, useSyncExternalStore } from 'react';
import { describeEvent, isBeat, toneOf } from './describeEvent.js';

const SHOWN = 200;
const time = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

/** Everything the connection did, newest first. */
export function EventLog({ socket }: { socket: HeartbeatSocket }) {
  const [isShowingBeats, setIsShowingBeats] = useState(true);
  const records = useSyncExternalStore(
    useCallback((changed) => socket.onEvent(changed), [socket]),
    () => socket.log,
  );
  const shown = records.filter((record) => isShowingBeats || !isBeat(record)).slice(-SHOWN);

  return (
    <section className="card log" aria-labelledby="log-title">
      <div className="card-head">
        <h2 id="log-title">Event log</h2>
        <label className="check">
          <input type="checkbox" checked={isShowingBeats} onChange={(e) => setIsShowingBeats(e.target.checked)} />
          Pings and pongs
        </label>
      </div>
      {/* Not announced: the banner speaks for it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- so that a keyboard can scroll it */}
      <section className="records" aria-label="Events, newest first" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Event</th>
              <th scope="col">Details</th>
            </tr>
          </thead>
          <tbody>
            {shown.toReversed().map((record) => (
              <Row key={record.seq} record={record} />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function Row({ record }: { record: HeartbeatEvent }) {
  return (
    <tr data-tone={toneOf(record)}>
      <td>
        <time dateTime={new Date(record.at).toISOString()}>{time.format(record.at)}</time>
      </td>
      <td>{record.kind}</td>
      <td>{describeEvent(record)}</td>
    </tr>
  );
}
