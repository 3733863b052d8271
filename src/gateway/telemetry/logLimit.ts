import type { HeartbeatEventKind } from '../../protocol/events.js';
import type { GatewayClock } from '../clock.js';
import { FixedWindow } from '../fixedWindow.js';

const SECOND_MS = 1_000;
/** The kinds that a stranger can cause as often as it likes. */
const CAUSED_BY_STRANGERS: readonly HeartbeatEventKind[] = [
  'peer.rejected',
  'admin.refused',
  'frame.invalid',
  'frame.unknown',
];

/** How many lines of which kinds a log gets. */
export interface LogRule {
  /** Of one kind. */
  readonly linesPerSecond: number;
  readonly isLimited: (kind: HeartbeatEventKind) => boolean;
}

/** For the application's logger: strangers get enough lines to see what happens, and too few to fill a disk. */
export const LOGGER_RULE: LogRule = {
  linesPerSecond: 20,
  isLimited: (kind) => CAUSED_BY_STRANGERS.includes(kind),
};

/**
 * Keeps a log from being flooded; the records themselves are all made. The limit is asked for each line. It returns how many
 * lines of the kind were left out since the last written one, or null when this line is to be left out as well.
 */
export function createLogLimit(
  clock: GatewayClock,
  { linesPerSecond, isLimited }: LogRule,
): (kind: HeartbeatEventKind) => number | null {
  const lines = new Map<HeartbeatEventKind, { readonly window: FixedWindow; suppressed: number }>();
  return (kind) => {
    if (!isLimited(kind)) return 0;
    const line = lines.get(kind) ?? { window: new FixedWindow(SECOND_MS), suppressed: 0 };
    lines.set(kind, line);
    if (line.window.add(clock.now()) > linesPerSecond) {
      line.suppressed += 1;
      return null;
    }
    const { suppressed } = line;
    line.suppressed = 0;
    return suppressed;
  };
}
