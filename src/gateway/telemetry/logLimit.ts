import type { HeartbeatEventKind } from '../../protocol/events.js';
import type { GatewayClock } from '../clock.js';
import { FixedWindow } from '../fixedWindow.js';

/** Lines a second of one kind: enough to see what happens, too few to fill a disk. */
const LINES_PER_SECOND = 20;
const SECOND_MS = 1_000;
/** The kinds that a stranger can cause as often as it likes. */
const LIMITED_KINDS = ['peer.rejected', 'frame.invalid'] as const satisfies readonly HeartbeatEventKind[];

/**
 * Keeps strangers from flooding the log; the records themselves are all made. The limit is asked for each line. It returns
 * how many lines of the kind were left out since the last written one, or null when this line is to be left out as well.
 */
export function createLogLimit(clock: GatewayClock): (kind: HeartbeatEventKind) => number | null {
  const lines = new Map<HeartbeatEventKind, { readonly window: FixedWindow; suppressed: number }>(
    LIMITED_KINDS.map((kind) => [kind, { window: new FixedWindow(SECOND_MS), suppressed: 0 }]),
  );
  return (kind) => {
    const line = lines.get(kind);
    if (!line) return 0;
    if (line.window.add(clock.now()) > LINES_PER_SECOND) {
      line.suppressed += 1;
      return null;
    }
    const { suppressed } = line;
    line.suppressed = 0;
    return suppressed;
  };
}
