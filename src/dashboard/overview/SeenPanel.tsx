'use client';
import type { ReactNode } from 'react';
import type { GatewayStats } from '../../admin/schemas/stats.js';
import { formatAge, formatCount } from '../format.js';
import { Card } from '../shell/Card.js';
import { useLinkTo } from '../state/useAddress.js';
import { binned } from './bins.js';

/** Where the columns begin, ms. An outage of less than a second is not shown to the person. */
const EDGES = [0, 1_000, 2_000, 5_000, 15_000, 60_000] as const;
const NAMES = ['< 1 s', '1–2', '2–5', '5–15', '15–60', '> 60'] as const;

/** Outages by how long they were on the person's screen, and what is left of the error budget. */
export function SeenPanel({ stats, title }: { readonly stats: GatewayStats; readonly title: string }): ReactNode {
  const linkTo = useLinkTo();
  const { outages } = stats;
  if (!outages) return null;
  const counts = seen(outages);
  const highest = Math.max(1, ...counts);
  return (
    <Card title="What people saw" aside={title} className="hbd-seen">
      <p className="hbd-inset hbd-muted">
        {outages.count === 0
          ? 'No outage ended in this time.'
          : `${formatCount(outages.count)} ${outages.count === 1 ? 'outage' : 'outages'}, ${formatCount(outages.shown)} long enough to be shown.`}
        {outages.unreturned > 0 && (
          <>
            {' '}
            <a className="hbd-more" href={linkTo({ screen: 'peers', filters: { sort: 'worst' } })}>
              {`${formatCount(outages.unreturned)} did not come back`}
            </a>
          </>
        )}
      </p>
      <ol className="hbd-bins" aria-label="Outages by how long they were shown">
        {counts.map((count, index) => (
          <li key={NAMES[index]}>
            <b>{count === 0 ? '–' : formatCount(count)}</b>
            <i
              data-shown={index > 0 || undefined}
              data-none={count === 0 || undefined}
              style={{ blockSize: `${count === 0 ? 2 : 4 + (count / highest) * 56}px` }}
            />
            <span className="hbd-muted hbd-small">{NAMES[index]}</span>
          </li>
        ))}
      </ol>
      <Budget outages={outages} />
    </Card>
  );
}

type Outages = NonNullable<GatewayStats['outages']>;

/** By the histogram of shown times; those that were not shown are in none of its bins. */
function seen({ count, shown, shownMs }: Outages): readonly number[] {
  const counts = binned(shownMs, EDGES);
  const known = shownMs.reduce((sum, bin) => sum + bin.count, 0);
  const unknown = known < count ? count - Math.max(known, shown) : 0;
  return counts.map((value, index) => (index === 0 ? value + unknown : value));
}

function Budget({ outages }: { readonly outages: Outages }): ReactNode {
  const worst = outages.burn.filter(({ rate }) => rate !== null).toSorted((a, b) => Number(b.rate) - Number(a.rate))[0];
  const { undisturbed, target } = outages;
  const used = undisturbed === null ? null : Math.min(1, (1 - undisturbed) / Math.max(1e-9, 1 - target));
  return (
    <div className="hbd-inset hbd-budget">
      <span>
        <span className="hbd-muted">{`Error budget, goal ${(target * 100).toFixed(1)} %`}</span>
        <b>{used === null ? '–' : `${(100 - used * 100).toFixed(0)} % left`}</b>
      </span>
      <i className="hbd-meter">
        <i data-low={(used ?? 0) > 0.8 || undefined} style={{ inlineSize: `${100 - (used ?? 0) * 100}%` }} />
      </i>
      {worst && (
        <span className="hbd-muted hbd-small">{`used up ${Number(worst.rate).toFixed(2)} times as fast as the goal allows, over ${formatAge(worst.windowMs)}`}</span>
      )}
    </div>
  );
}
