import { useConnection } from 'heartbeat-socket';
import type { ReactNode } from 'react';

const seconds = (ms: number): string => `${ms / 1_000} s`;

/** The numbers behind the word "open". */
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
        <Sign name="Interval in force">
          {seconds(settings.intervalMs)} <small>set by {settings.source}</small>
        </Sign>
        <Sign name="Dead after">
          {seconds(settings.timeoutMs)} <small>without an answer</small>
        </Sign>
        <Sign name="Round trip">
          {latency ? `${latency.smoothedMs.toFixed(1)} ms` : '–'}{' '}
          {latency && <small>± {latency.jitterMs.toFixed(1)}</small>}
        </Sign>
        <Sign name="Beats">
          {counters.pongsReceived} <small>answered of {counters.pingsSent}</small>
        </Sign>
        <Sign name="Missed">
          {missedInRow} <small>in a row, {counters.missed} in all</small>
        </Sign>
        <Sign name="Outages survived">{counters.reconnects}</Sign>
        <Sign name="Connection" isWide>
          <code>{connectionId ?? '–'}</code>
        </Sign>
      </dl>
    </section>
  );
}

function Sign({ name, isWide = false, children }: { name: string; isWide?: boolean; children: ReactNode }) {
  return (
    <div className={isWide ? 'wide' : undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
