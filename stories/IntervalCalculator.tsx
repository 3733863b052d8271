import { useId, useState } from 'react';
import { toTradeOff } from '../src/components/index.js';

/** Idle limits of what may stand between; the page of the guide names them. */
const LIMITS = [
  ['Heroku', 55],
  ['nginx', 60],
  ['AWS ALB', 60],
  ['Cloudflare', 100],
] as const;

/** Two sliders, and what they mean. */
export function IntervalCalculator() {
  const [interval, setInterval] = useState(25);
  const [multiple, setMultiple] = useState(3);
  const [clients, setClients] = useState(1_000);
  const { beatsPerMinute, bytesPerHour, noticedWithinMs } = toTradeOff({
    intervalMs: interval * 1_000,
    timeoutMs: interval * multiple * 1_000,
  });
  const tooLate = LIMITS.filter(([, seconds]) => interval >= seconds).map(
    ([name, seconds]) => `${name} (${seconds} s)`,
  );
  return (
    <div className="page-card" style={{ margin: '1rem 0' }}>
      <Slider label="Interval, seconds" min={1} max={120} value={interval} onChange={setInterval} />
      <Slider label="Timeout, in intervals" min={1} max={6} value={multiple} onChange={setMultiple} />
      <Slider label="Connections" min={100} max={100_000} step={100} value={clients} onChange={setClients} />
      <ul style={{ margin: 0 }}>
        <li>A dead connection is noticed within {noticedWithinMs / 1_000} s.</li>
        <li>
          {beatsPerMinute.toFixed(1)} beats a minute and {(bytesPerHour / 1_000).toFixed(1)} kB an hour for each
          connection.
        </li>
        <li>
          The gateway answers {Math.round((clients * beatsPerMinute) / 60).toLocaleString('en')} beats a second, and
          moves {((clients * bytesPerHour) / 3_600_000).toFixed(1)} kB a second.
        </li>
        <li>
          {tooLate.length > 0
            ? `Too late for ${tooLate.join(', ')}: cut before it speaks.`
            : 'In time for every proxy below.'}
        </li>
      </ul>
    </div>
  );
}

interface SliderProps {
  label: string;
  min: number;
  max: number;
  step?: number;
  value: number;
  onChange: (value: number) => void;
}

function Slider({ label, onChange, value, ...range }: SliderProps) {
  const id = useId();
  return (
    <div style={{ display: 'grid', gap: 4 }}>
      <label htmlFor={id}>
        {label}: {value.toLocaleString('en')}
      </label>
      <input id={id} type="range" value={value} onChange={(event) => onChange(Number(event.target.value))} {...range} />
    </div>
  );
}
