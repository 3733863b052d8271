'use client';
import type { ReactNode } from 'react';
import type { PeerList } from '../../admin/schemas/peers.js';
import { formatCount, formatId } from '../format.js';
import { Card } from '../shell/Card.js';
import { useAddress, useLinkTo } from '../state/useAddress.js';
import { isStandingOut, type Common } from './commonThings.js';

const TITLES: Readonly<Record<Common['by'], string>> = { gateway: 'Gateway', network: 'Network', client: 'Client' };
const MAX_ROWS = 4;

/** What these people have in common, beside how common it is among all. */
export function StandsOut({ commons }: { readonly commons: NonNullable<PeerList['standsOut']> }): ReactNode {
  const filled = commons.filter(({ rows }) => rows.length > 0);
  if (filled.length === 0) return null;
  return (
    <Card title="What they have in common" aside="their share, and everyone’s" className="hbd-standsout">
      <div className="hbd-commons">
        {filled.map(({ by, rows }) => (
          <table key={by}>
            <caption>{TITLES[by]}</caption>
            <thead className="hbd-hidden">
              <tr>
                <th scope="col">{TITLES[by]}</th>
                <th scope="col">Of these</th>
                <th scope="col">Of everyone</th>
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, MAX_ROWS).map((row) => (
                <CommonRow key={row.value} by={by} row={row} />
              ))}
            </tbody>
          </table>
        ))}
      </div>
    </Card>
  );
}

function CommonRow({ by, row }: { readonly by: Common['by']; readonly row: Common['rows'][number] }): ReactNode {
  const { screen, filters } = useAddress();
  const linkTo = useLinkTo();
  const { value, count, share, shareOfAll } = row;
  const isOut = isStandingOut(row);
  const name = by === 'gateway' ? formatId(value) : value;
  const percent = (part: number): string => `${Math.round(part * 100)} %`;
  return (
    <tr data-out={isOut || undefined}>
      <th scope="row">
        {screen === 'peers' && by !== 'gateway' ? (
          <a href={linkTo({ filters: { ...filters, q: value } })} title={value}>
            {name}
          </a>
        ) : (
          <span title={value}>{name}</span>
        )}
        <i className="hbd-meter" aria-hidden="true">
          <i style={{ inlineSize: `${share * 100}%` }} />
          <i data-all="" style={{ insetInlineStart: `${shareOfAll * 100}%` }} />
        </i>
      </th>
      <td>
        <b>{percent(share)}</b>
        <span className="hbd-hidden">{`, ${formatCount(count)}`}</span>
        {isOut && <span className="hbd-hidden">, stands out</span>}
      </td>
      <td className="hbd-muted">{percent(shareOfAll)}</td>
    </tr>
  );
}
