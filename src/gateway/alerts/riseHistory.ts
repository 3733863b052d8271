import * as v from 'valibot';
import type { OpenState } from '../state/stateStore.js';
import { HISTORY_ROWS, type Counted } from './slowRiseRule.js';

/** The section of the state that holds the counts. */
const SECTION = 'counts';
const ROW_MS = 300_000;
/** How often the counts are written, besides when the gateway closes. More often would only cost. */
const SAVE_EVERY_ROWS = 6;
/** Less than an hour of counts is not worth a file. */
const LEAST_ROWS = 12;

const rows = v.pipe(
  v.array(v.nullable(v.tuple([v.pipe(v.number(), v.minValue(0)), v.pipe(v.number(), v.minValue(0))]))),
  v.maxLength(HISTORY_ROWS),
);
const storedSchema = v.object({ endedAt: v.pipe(v.number(), v.integer()), silent: rows, reconnects: rows });

/** Five-minute counts of eight days, which outlive the gateway: a week of the same hours is needed to tell a slow rise. */
export interface RiseHistory {
  readonly silent: (Counted | null)[];
  readonly reconnects: (Counted | null)[];
  /** Five minutes have been added to both. */
  readonly rowAdded: (now: number) => void;
  /** Keeps what there is. Never rejects. */
  readonly save: (now: number) => Promise<void>;
}

/** Reads what an earlier gateway has kept; the time since then is unknown. What makes no sense is as good as nothing. */
export function openRiseHistory(state: OpenState, now: number): RiseHistory {
  const { success, output } = v.safeParse(storedSchema, state.read(SECTION));
  const missing = success ? Math.round((now - output.endedAt) / ROW_MS) : 0;
  const restore = (stored: v.InferOutput<typeof rows>): (Counted | null)[] => {
    const counted = stored.map((row) => row && { events: row[0], connections: row[1] });
    const gap = Array.from({ length: Math.min(HISTORY_ROWS, missing) }, () => null);
    return [...counted, ...gap].slice(-HISTORY_ROWS);
  };
  // A wall clock that was set back would make the past the future.
  const isUsable = success && missing >= 0;
  const silent = isUsable ? restore(output.silent) : [];
  const reconnects = isUsable ? restore(output.reconnects) : [];
  const store = (history: readonly (Counted | null)[]) => history.map((row) => row && [row.events, row.connections]);
  let added = 0;
  let unsaved = 0;

  const save = async (endedAt: number): Promise<void> => {
    if (unsaved === 0 || silent.length < LEAST_ROWS) return;
    unsaved = 0;
    // The counts are a convenience: without them, the slow-rise rules need another week. Nothing else depends on them.
    await state.save(SECTION, { endedAt, silent: store(silent), reconnects: store(reconnects) }).catch(() => {});
  };
  return {
    silent,
    reconnects,
    rowAdded(endedAt) {
      added += 1;
      unsaved += 1;
      if (added % SAVE_EVERY_ROWS === 0) void save(endedAt);
    },
    save,
  };
}
