'use client';
import { useId, type ReactNode } from 'react';
import { formatSpan } from '../format.js';
import { isSpan, LAST_HOUR_MS, placed, type Period } from '../state/address.js';
import { useDashboardStore } from '../state/context.js';
import { useAddress } from '../state/useAddress.js';
import { Icon } from './Icon.js';

const PERIODS = [
  { title: '15 min', name: 'Last 15 minutes', windowMs: LAST_HOUR_MS / 4 },
  { title: '1 h', name: 'Last hour', windowMs: LAST_HOUR_MS },
  { title: '6 h', name: 'Last six hours', windowMs: 6 * LAST_HOUR_MS },
  { title: '2 days', name: 'Last two days', windowMs: 48 * LAST_HOUR_MS },
] as const;

/** The period in words: `Last hour`, `14:20 – 14:28`. */
export function namePeriod(period: Period): string {
  if (isSpan(period)) return formatSpan(period.from, period.to);
  return PERIODS.find(({ windowMs }) => windowMs === period.windowMs)?.name ?? 'The period';
}

/** Chooses what the whole page is about. A narrow page has room for a period that was chosen, or for the list of them. */
export function PeriodChooser(): ReactNode {
  const store = useDashboardStore();
  const address = useAddress();
  const id = useId();
  const { period } = address;
  const choose = (windowMs: number): void =>
    store.open({ ...placed(address, { id: address.id, filters: address.filters }), period: { windowMs } });
  return (
    <>
      {isSpan(period) && (
        <span className="hbd-chip">
          {namePeriod(period)}
          <button type="button" aria-label="Back to the last hour" onClick={() => choose(LAST_HOUR_MS)}>
            <Icon name="cross" />
          </button>
        </span>
      )}
      <fieldset className="hbd-periods hbd-wide" aria-label="Period">
        {PERIODS.map(({ title, windowMs }) => (
          <button
            key={title}
            type="button"
            aria-pressed={!isSpan(period) && windowMs === period.windowMs}
            onClick={() => choose(windowMs)}
          >
            {title}
          </button>
        ))}
      </fieldset>
      {!isSpan(period) && (
        <span className="hbd-narrow">
          <label className="hbd-hidden" htmlFor={id}>
            Period
          </label>
          <select
            id={id}
            className="hbd-select"
            value={period.windowMs}
            onChange={({ target }) => choose(Number(target.value))}
          >
            {PERIODS.map(({ title, windowMs }) => (
              <option key={title} value={windowMs}>
                {title}
              </option>
            ))}
          </select>
        </span>
      )}
    </>
  );
}
