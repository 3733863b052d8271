/** Where the trade-off's curve begins and ends, and its marks. Intervals in seconds. */
export interface CurveScale {
  readonly from: number;
  readonly to: number;
  /** The cost at the top, in bytes. */
  readonly top: number;
  readonly seconds: readonly number[];
  readonly bytes: readonly number[];
}

const SECONDS = [1, 2, 3, 5, 7, 10, 15, 20, 25, 30, 40, 50, 60, 75, 90, 120, 150, 180, 240, 300];

/** Chooses a scale on which the points stand apart. `pointsS` are the intervals that are marked with words. */
export function chooseScale(
  nowS: number,
  pointsS: readonly number[],
  costAt: (seconds: number) => number,
  room: number,
): CurveScale {
  const low = Math.min(nowS, ...pointsS);
  const from = Math.max(0.1, low * 0.2);
  const to = Math.min(330, Math.max(nowS * 3.6, ...pointsS.map((seconds) => seconds * 1.4)));
  const bytes = roundSteps(costAt(low) * 2.2);
  const apart = (to - from) / room;
  const seconds: number[] = [];
  for (const mark of SECONDS) {
    const last = seconds.at(-1);
    if (mark < from + apart / 3 || mark > to - apart / 3) continue;
    if (last === undefined || mark - last >= apart) seconds.push(mark);
  }
  return { from, to, top: bytes.at(-1) ?? 1, seconds, bytes };
}

/** Four even steps from 0 to at least `value`, each of one digit that is easy to read. */
function roundSteps(value: number): number[] {
  const raw = value / 4;
  const unit = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * unit >= raw) ?? 10) * unit;
  return [0, 1, 2, 3, 4].map((count) => count * step);
}
