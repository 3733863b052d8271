import type { HeartbeatEvent } from 'heartbeat-socket';
import type { Fault } from '../path/faults.js';

/** What a lane shows at one instant. A miss stands where an answer was due; a dial is an attempt to connect. */
export interface Beat {
  readonly at: number;
  readonly kind: 'ping' | 'pong' | 'dial' | 'miss';
}

/** How a stretch of the line looks. `doubt`: the path is broken and the client is still asking. */
export type Phase = 'alive' | 'silent' | 'doubt' | 'lost' | 'failed';

export interface Stretch {
  readonly from: number;
  readonly phase: Phase;
}

/** A moment worth a flag. */
export interface Flag {
  readonly at: number;
  readonly text: string;
  readonly tone: 'soft' | 'waiting' | 'alive' | 'gone';
}

/** What the pulse line draws: plain arrays, oldest first, changed in place because it is drawn sixty times a second. */
export interface Pulse {
  readonly out: Beat[];
  readonly in: Beat[];
  readonly stretches: Stretch[];
  readonly flags: Flag[];
}

export const createPulse = (): Pulse => ({ out: [], in: [], stretches: [], flags: [] });

/** Adds a flag, once. */
export function markFlag({ flags }: Pulse, flag: Flag): void {
  if (!flags.some(({ at, text }) => at === flag.at && text === flag.text)) flags.push(flag);
}

/** The path was broken. */
export function markBroken(pulse: Pulse, { flag }: Fault, at: number): void {
  markFlag(pulse, { at, text: flag, tone: 'soft' });
  if (phaseOf(pulse) === 'alive') enter(pulse, 'silent', at);
}

/** Adds what a record of the connection's log shows. */
export function markRecord(pulse: Pulse, record: HeartbeatEvent): void {
  const { at } = record;
  switch (record.kind) {
    case 'ping.sent':
      pulse.out.push({ at, kind: 'ping' });
      break;
    case 'pong.sent':
      pulse.out.push({ at, kind: 'pong' });
      break;
    case 'ping.received':
      pulse.in.push({ at, kind: 'ping' });
      break;
    case 'pong.received':
      pulse.in.push({ at, kind: 'pong' });
      // It answered after all.
      if (phaseOf(pulse) === 'doubt') enter(pulse, 'alive', at);
      break;
    case 'heartbeat.missed':
      pulse.in.push({ at, kind: 'miss' });
      enter(pulse, 'doubt', at);
      break;
    case 'heartbeat.timeout':
    case 'connection.closed':
      enter(pulse, 'lost', at);
      break;
    case 'connect.started':
      // The first one of the page is no trouble.
      if (pulse.stretches.length === 0) break;
      pulse.out.push({ at, kind: 'dial' });
      enter(pulse, 'lost', at);
      break;
    case 'retry.exhausted':
      enter(pulse, 'failed', at);
      break;
    case 'connect.opened':
      enter(pulse, 'alive', at);
      break;
    default:
  }
}

export const phaseOf = ({ stretches }: Pulse): Phase => stretches.at(-1)?.phase ?? 'lost';

function enter({ stretches }: Pulse, phase: Phase, at: number): void {
  if (stretches.at(-1)?.phase !== phase) stretches.push({ from: at, phase });
}

/** Forgets what has left the picture. */
export function prune(pulse: Pulse, before: number): void {
  for (const list of [pulse.out, pulse.in, pulse.flags]) {
    while (list[0] && list[0].at < before) list.shift();
  }
  while (pulse.stretches[1] && pulse.stretches[1].from < before) pulse.stretches.shift();
}
