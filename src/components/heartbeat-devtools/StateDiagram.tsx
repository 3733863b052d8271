'use client';
import type { ConnectionStatus } from '../types.js';

/** The place of each status on a grid of three columns. */
const PLACES: Readonly<Record<ConnectionStatus, readonly [column: number, row: number]>> = {
  idle: [0, 0],
  connecting: [1, 0],
  open: [2, 0],
  failed: [0, 1],
  reconnecting: [1, 1],
  degraded: [2, 1],
  closed: [0, 2],
  offline: [1, 2],
  paused: [2, 2],
};
const TRANSITIONS: readonly (readonly [ConnectionStatus, ConnectionStatus])[] = [
  ['idle', 'connecting'],
  ['connecting', 'open'],
  ['connecting', 'reconnecting'],
  ['open', 'degraded'],
  ['degraded', 'reconnecting'],
  ['reconnecting', 'failed'],
  ['reconnecting', 'offline'],
  ['reconnecting', 'open'],
];

const WIDTH = 104;
const HEIGHT = 26;
const place = (status: ConnectionStatus): readonly [x: number, y: number] => {
  const [column, row] = PLACES[status];
  return [8 + column * (WIDTH + 28), 6 + row * (HEIGHT + 22)];
};

/** All statuses and the usual transitions, the present one lit. Hidden from screen readers: the panel has it in words. */
export function StateDiagram({ status }: { status: ConnectionStatus }) {
  return (
    <svg aria-hidden data-heartbeat="diagram" viewBox="0 0 392 138">
      {TRANSITIONS.map(([from, to]) => {
        const [x1, y1] = place(from);
        const [x2, y2] = place(to);
        return (
          <line
            key={`${from} ${to}`}
            x1={x1 + WIDTH / 2}
            y1={y1 + HEIGHT / 2}
            x2={x2 + WIDTH / 2}
            y2={y2 + HEIGHT / 2}
          />
        );
      })}
      {(Object.keys(PLACES) as ConnectionStatus[]).map((name) => {
        const [x, y] = place(name);
        return (
          <g key={name} data-status={name} data-lit={name === status ? '' : undefined}>
            <rect x={x} y={y} width={WIDTH} height={HEIGHT} rx="7" />
            <text x={x + WIDTH / 2} y={y + HEIGHT / 2} dominantBaseline="central" textAnchor="middle">
              {name}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
