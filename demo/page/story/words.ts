/** Milliseconds as `3.4 s`. */
export const seconds = (ms: number): string => `${(Math.max(0, ms) / 1_000).toFixed(1)} s`;

/** Milliseconds as `00:42`. */
export function clock(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1_000));
  return [Math.floor(total / 60), total % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];

/** `first` to `tenth`, then `11th`. */
export const ordinal = (count: number): string => ORDINALS[count - 1] ?? `${count}th`;
