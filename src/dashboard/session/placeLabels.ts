/** A word that belongs to a place on a drawing. */
export interface Label {
  readonly x: number;
  readonly text: string;
}

/** A label where there is room for it: in which line, the first being the nearest to the drawing. */
export interface PlacedLabel extends Label {
  readonly line: number;
}

/** A character of the axis type at 11 px, on the average and rather too wide. */
const CHARACTER_PX = 6.4;
const GAP_PX = 6;

export const widthOf = (text: string): number => text.length * CHARACTER_PX;

/**
 * Puts words, each centred over its place, into lines without overlaps, and inside of the drawing. Earlier labels go
 * first; one for which no line has room is left out, and its mark stands alone.
 */
export function placeLabels(
  labels: readonly Label[],
  { from, to, lines }: { readonly from: number; readonly to: number; readonly lines: number },
): readonly PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  for (const { x, text } of labels) {
    const half = widthOf(text) / 2;
    const centre = Math.max(from + half, Math.min(to - half, x));
    const isFree = (line: number): boolean =>
      placed.every(
        (other) => other.line !== line || Math.abs(other.x - centre) >= half + widthOf(other.text) / 2 + GAP_PX,
      );
    const line = Array.from({ length: lines }, (_, index) => index).find(isFree);
    if (line !== undefined) placed.push({ x: centre, text, line });
  }
  return placed;
}
