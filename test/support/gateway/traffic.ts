/**
 * Made-up traffic for the rules: day and night, weekends, a rush hour, a level that wanders, events in clusters, carrier
 * hiccups three times a day, the stragglers of a deploy. Seeded, so that a failure can be seen again.
 */
export interface TrafficOptions {
  readonly connections: number;
  /** Events per connection and hour. @default 0.4 */
  readonly ratePerHour?: number;
  readonly seed: number;
}

/** One bucket of 10 s. */
export interface TrafficBucket {
  readonly events: number;
  readonly connections: number;
}

export const BUCKETS_A_DAY = 8_640;
const BUCKETS_AN_HOUR = 360;

/** A generator of numbers in [0, 1): mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A Poisson draw; the normal approximation where the mean is large. */
function poisson(random: () => number, mean: number): number {
  if (mean <= 0) return 0;
  if (mean > 60) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
  }
  const limit = Math.exp(-mean);
  let product = random();
  let drawn = 0;
  while (product > limit) {
    product *= random();
    drawn += 1;
  }
  return drawn;
}

/** Each cluster of events has 1.4 on average: a person's phone drops twice. */
const CLUSTER = 1.4;
export function clusteredEvents(random: () => number, mean: number): number {
  let events = 0;
  for (let cluster = poisson(random, mean / CLUSTER); cluster > 0; cluster -= 1) {
    events += 1;
    while (random() < 1 - 1 / CLUSTER) events += 1;
  }
  return events;
}

/** How many people are there at a bucket of the week, against the peak. */
function crowd(bucket: number): number {
  const hour = (bucket / BUCKETS_AN_HOUR) % 24;
  const day = Math.floor(bucket / BUCKETS_A_DAY) % 7;
  const daily = 0.625 - 0.375 * Math.cos((2 * Math.PI * (hour - 3)) / 24);
  return daily * (day >= 5 ? 0.6 : 1);
}

/** Healthy traffic, bucket after bucket. */
export function* healthyTraffic({ connections, ratePerHour = 0.4, seed }: TrafficOptions): Generator<TrafficBucket> {
  const random = seededRandom(seed);
  let level = 1;
  let hiccup: { left: number; rate: number } | null = null;
  for (let bucket = 0; ; bucket += 1) {
    const present = Math.max(1, Math.round(connections * crowd(bucket)));
    const hour = (bucket / BUCKETS_AN_HOUR) % 24;
    const isRush = (hour >= 8 && hour < 9.5) || (hour >= 17 && hour < 18.5);
    // The level wanders by a quarter over hours, back to the middle in the long run.
    level += (1 - level) / (4 * BUCKETS_AN_HOUR) + ((random() - 0.5) * 0.25) / Math.sqrt(BUCKETS_AN_HOUR);
    level = Math.min(1.6, Math.max(0.6, level));
    const rush = isRush ? 1 + 1.5 * Math.sin((Math.PI * (hour - (hour < 12 ? 8 : 17))) / 1.5) : 1;
    let mean = (present * ratePerHour * level * rush) / BUCKETS_AN_HOUR;
    // A carrier hiccups: 0.3 to 2 % of all within 10 to 45 s.
    if (!hiccup && random() < 3 / BUCKETS_A_DAY) {
      const buckets = 1 + Math.floor(random() * 4);
      hiccup = { left: buckets, rate: (0.003 + 0.017 * random()) / buckets };
    }
    if (hiccup) {
      mean += present * hiccup.rate;
      hiccup.left -= 1;
      if (hiccup.left === 0) hiccup = null;
    }
    yield { events: clusteredEvents(random, mean), connections: present };
  }
}
