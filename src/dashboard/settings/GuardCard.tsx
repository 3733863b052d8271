'use client';
import { useState, type ReactNode } from 'react';
import type { GuardView } from '../../admin/schemas/guard.js';
import { useConnection } from '../../react/index.js';
import { Confirm } from '../actions/Confirm.js';
import { useOrder } from '../actions/useOrder.js';
import { formatAge, formatBytes, formatClock, formatCount, formatDuration, formatPeople } from '../format.js';
import { Card } from '../shell/Card.js';
import { Icon } from '../shell/Icon.js';
import { useCanAct, useDashboard, useDashboardStore } from '../state/context.js';
import { useNow } from '../state/useNow.js';
import { GuardTrack } from './GuardTrack.js';
import { ViewerNote } from './ViewerNote.js';

/** A change that is being tried: those who try it beside the rest, and what is missing for a verdict. */
export function GuardCard({
  guard,
  costOf,
}: {
  readonly guard: GuardView;
  /** Bytes an hour and person of an interval. */
  readonly costOf: (intervalMs: number) => number;
}): ReactNode {
  const canAct = useCanAct();
  const isStale = useConnection(({ lost }) => lost);
  const { from, to, tried, rest } = guard;
  const key = to.intervalMs == null || to.intervalMs === from.intervalMs ? 'timeoutMs' : 'intervalMs';
  const name = (values: typeof from): string => formatDuration(values[key] ?? 0);
  const part = (count: number, of: number): string =>
    of === 0 ? '–' : `${((count / of) * 100).toPrecision(2)}\u00a0%`;
  const rows = [
    { title: 'Abnormal closes', tried: tried.abnormalCloses, rest: rest.abnormalCloses },
    { title: 'People who came back from one', tried: tried.people, rest: rest.people },
    { title: 'Heartbeat timeouts', tried: tried.heartbeatTimeouts, rest: rest.heartbeatTimeouts },
    { title: 'Outages people saw', tried: tried.outagesShown, rest: rest.outagesShown },
  ];
  return (
    <Card
      title={`${name(to)}, tried on ${formatCount(guard.share * 100)}\u00a0%`}
      icon={
        <span className="hbd-badge">
          <Icon name="guard" />
        </span>
      }
      aside={`${guard.by} · ${formatClock(guard.startedAt)}`}
      className="hbd-guard"
    >
      <table className="hbd-compare">
        <thead>
          <tr>
            <th scope="col">
              <span className="hbd-hidden">Counted</span>
            </th>
            <th scope="col">
              <span>{name(to)}</span>
              <b>{formatCount(tried.peers)}</b>
            </th>
            <th scope="col">
              <span>{name(from)}</span>
              <b>{formatCount(rest.peers)}</b>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.title}>
              <th scope="row">
                <span>{row.title}</span>
                {index === 0 && <span className="hbd-muted hbd-small">of the people in each share</span>}
              </th>
              <td data-strong={row.tried > 0 || undefined}>
                <span data-tick={index === 0 ? 'tried' : undefined}>{formatCount(row.tried)}</span>
                {index === 0 && <span className="hbd-muted hbd-small">{part(row.tried, tried.peers)}</span>}
              </td>
              <td>
                <span data-tick={index === 0 ? 'rest' : undefined}>{formatCount(row.rest)}</span>
                {index === 0 && <span className="hbd-muted hbd-small">{part(row.rest, rest.peers)}</span>}
              </td>
            </tr>
          ))}
          {key === 'intervalMs' && (
            <tr>
              <th scope="row">Bytes an hour and person</th>
              <td>{formatBytes(costOf(to.intervalMs ?? 0))}</td>
              <td>{formatBytes(costOf(from.intervalMs ?? 0))}</td>
            </tr>
          )}
        </tbody>
      </table>
      <GuardTrack guard={guard} />
      <p className="hbd-verdict">{guard.says}</p>
      {canAct && !isStale ? <EndByHand guard={guard} /> : !isStale && <ViewerNote what="take it back or keep it" />}
    </Card>
  );
}

function EndByHand({ guard }: { readonly guard: GuardView }): ReactNode {
  const { client } = useDashboardStore();
  const connections = useDashboard(({ stats }) => stats?.connections ?? 0);
  const [isAsking, setIsAsking] = useState(false);
  const order = useOrder();
  const now = useNow();
  const promote = async (): Promise<void> => {
    if (await order.send(() => client.endGuard({ action: 'promote' }))) setIsAsking(false);
  };
  return (
    <div className="hbd-buttons">
      <button
        type="button"
        className="hbd-button"
        data-look="solid"
        disabled={order.isBusy}
        onClick={() => void order.send(() => client.endGuard({ action: 'revert' }))}
      >
        Take it back now
      </button>
      <button type="button" className="hbd-button" disabled={order.isBusy} onClick={() => setIsAsking(true)}>
        Keep for everyone…
      </button>
      {!isAsking && order.says !== '' && <p className="hbd-problem">{order.says}</p>}
      {isAsking && (
        <Confirm
          title={`Keep it for ${formatPeople(connections)} without waiting?`}
          action={`Keep it for ${formatPeople(connections)}`}
          isBusy={order.isBusy}
          problem={order.says}
          onConfirm={() => void promote()}
          onCancel={() => setIsAsking(false)}
        >
          <p>
            {`It has been tried on ${formatPeople(guard.tried.peers)} for ${formatAge(now - guard.startedAt)}. Nothing takes it back by itself any more.`}
          </p>
        </Confirm>
      )}
    </div>
  );
}
