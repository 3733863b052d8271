import { useId, useState } from 'react';
import { toTradeOff } from '../src/components/index.js';

/** Idle limits of proxies that may stand between client and gateway; the guide names them. */
const LIMITS = [
  ['Heroku', 55],
  ['nginx', 60],
  ['AWS ALB', 60],
  ['Cloudflare', 100],
] as const;

/** Sliders for the timing, and the result. */
export function IntervalCalculator() {
  const [interval, setInterval] = useState(25);
  const [multiple, setMultiple] = useState(3);
  const [clients, setClients] = useState(1_000);
  const { pingsPerMinute, bytesPerHour, noticedWithinMs } = toTradeOff({
    intervalMs: interval * 1_000,
    timeoutMs: interval * multiple * 1_000,
  });
  const pingsPerSecond = Math.round((clients * pingsPerMinute) / 60);
  const kilobytesPerSecond = (clients * bytesPerHour) / 3_600_000;
  const tooLongFor = LIMITS.filter(([, seconds]) => interval >= seconds).map(
    ([name, seconds]) => `${name} (${seconds} s)`,
  );
  return (
    <div className="page-card" style={{ margin: '1rem 0' }}>
      <Slider label="Interval, seconds" min={1} max={120} value={interval} onChange={setInterval} />
      <Slider label="Timeout, in intervals" min={1} max={6} value={multiple} onChange={setMultiple} />
      <Slider label="Connections" min={100} max={100_000} step={100} value={clients} onChange={setClients} />
      <ul style={{ margin: 0 }}>
        <li>{`A dead connection is noticed within ${noticedWithinMs / 1_000} s.`}</li>
        <li>
          {`Each connection has ${pingsPerMinute.toFixed(1)} pings a minute, ${(bytesPerHour / 1_000).toFixed(1)} kB an hour.`}
        </li>
        <li>
          {`The gateway answers ${pingsPerSecond.toLocaleString('en')} pings and moves ${kilobytesPerSecond.toFixed(1)} kB a second.`}
        </li>
        <li>
          {tooLongFor.length > 0
            ? `Too long for ${tooLongFor.join(', ')}, which close the connection before the next ping.`
            : 'Short enough for every proxy below.'}
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
      <label htmlFor={id}>{`${label}: ${value.toLocaleString('en')}`}</label>
      <input id={id} type="range" value={value} onChange={(event) => onChange(Number(event.target.value))} {...range} />
    </div>
  );
}
