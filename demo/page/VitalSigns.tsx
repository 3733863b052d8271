import { useConnection } from 'heartbeat-socket';
import type { ReactNode } from 'react';

const seconds = (ms: number): string => `${ms / 1_000} s`;

/** The numbers of the connection. */
export function VitalSigns() {
  const { settings, latency, missedInRow, counters, connectionId } = useConnection((now) => ({
    settings: now.settings,
    latency: now.latency,
    missedInRow: now.missedInRow,
    counters: now.counters,
    connectionId: now.connectionId,
  }));
  return (
    <section className="card" aria-labelledby="vital-title">
      <h2 id="vital-title">Vital signs</h2>
      <dl>
        <Sign name="Interval" value={seconds(settings.intervalMs)} note={`set by ${settings.source}`} />
        <Sign name="Dead after" value={seconds(settings.timeoutMs)} note="without an answer" />
        <Sign
          name="Round trip"
          value={latency ? `${latency.smoothedMs.toFixed(1)} ms` : '–'}
          note={latency ? `± ${latency.jitterMs.toFixed(1)}` : ''}
        />
        <Sign name="Pings answered" value={counters.pongsReceived} note={`of ${counters.pingsSent}`} />
        <Sign name="Missed" value={missedInRow} note={`in a row, ${counters.missed} in all`} />
        <Sign name="Outages survived" value={counters.reconnects} />
        <Sign name="Connection" value={<code>{connectionId ?? '–'}</code>} isWide />
      </dl>
    </section>
  );
}

interface SignProps {
  name: string;
  value: ReactNode;
  note?: string;
  isWide?: boolean;
}

function Sign({ name, value, note, isWide = false }: SignProps) {
  return (
    <div className={isWide ? 'wide' : undefined}>
      <dt>{name}</dt>
      <dd>
        <span>{value}</span> <small>{note}</small>
      </dd>
    </div>
  );
}
