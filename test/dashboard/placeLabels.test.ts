import { expect, it } from 'vitest';
import { placeLabels, widthOf } from '../../src/dashboard/session/placeLabels.js';

const BOX = { from: 0, to: 400, lines: 2 };

it('keeps words that have room in the first line, each over its place', () => {
  const placed = placeLabels(
    [
      { x: 100, text: 'closed' },
      { x: 300, text: 'open' },
    ],
    BOX,
  );
  expect(placed.map(({ x, line }) => [x, line])).toEqual([
    [100, 0],
    [300, 0],
  ]);
});

it('moves a word to the next line, and leaves it out where no line has room', () => {
  const placed = placeLabels(
    [100, 110, 120].map((x) => ({ x, text: 'dials' })),
    BOX,
  );
  expect(placed.map(({ x, line }) => [x, line])).toEqual([
    [100, 0],
    [110, 1],
  ]);
});

it('keeps words inside of the drawing', () => {
  const [first, last] = placeLabels(
    [
      { x: 0, text: 'closed' },
      { x: 400, text: 'welcome' },
    ],
    BOX,
  );
  expect(first?.x).toBe(widthOf('closed') / 2);
  expect(last?.x).toBe(400 - widthOf('welcome') / 2);
});

it('overlaps nothing, however many there are', () => {
  const words = ['closed', 'dials', 'fails', 'waits 1.5 s', 'open', 'welcome'];
  const labels = Array.from({ length: 200 }, (_, index) => ({ x: (index * 37) % 400, text: words[index % 6] ?? '' }));
  const placed = placeLabels(labels, BOX);
  expect(placed.length).toBeGreaterThan(8);
  const overlaps = placed.flatMap((one) =>
    placed.filter(
      (other) =>
        one !== other &&
        one.line === other.line &&
        Math.abs(one.x - other.x) < (widthOf(one.text) + widthOf(other.text)) / 2,
    ),
  );
  expect(overlaps).toEqual([]);
});
