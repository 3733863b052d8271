// Schedules to hold against the machine's own. Each makes, per client, a function from a wait to its delay:
// `wait` is { attempt, code, isFirst }, attempt counting from 1; undefined leaves it to the machine.

/** What the machine does by itself: a first attempt after 0.5-1.5 s, then one in each window of 5, 5, 5, 5, 10, 20, 30 s. */
export const own = () => () => undefined;

const drawn = (random, attempt) => random() * Math.min(30_000, 1_000 * 2 ** (attempt - 1));

/** Full jitter above a floor of 0.5 s: each wait drawn anew, from 1 s doubling up to 30 s. */
export const fullJitter =
  (random) =>
  ({ attempt }) =>
    500 + drawn(random, attempt);

/** Textbook full jitter, without the floor. */
export const noFloor =
  (random) =>
  ({ attempt }) =>
    drawn(random, attempt);

/** RFC 6455, section 7.2.3, for every loss that a restart can look like: 0 to 5 s first, then full jitter. */
export const firstByCause =
  (random) =>
  ({ attempt, code, isFirst }) =>
    isFirst && attempt === 1 && (code === 1006 || code === 1012) ? random() * 5_000 : 500 + drawn(random, attempt);

/**
 * Slots: one draw u per outage; attempt k comes after the windows before it, at u of its own window. While windows are
 * equal, arrivals are flat at N / W, however the attempts before went.
 * @param windowsMs the last one repeats
 */
export const slots = (windowsMs) => (random) => {
  let u = 0;
  let lostAt = 0;
  const windowOf = (attempt) => windowsMs[Math.min(attempt, windowsMs.length) - 1];
  return ({ attempt, isFirst, now }) => {
    if (isFirst) [u, lostAt] = [random(), now];
    let startsAt = lostAt;
    for (let earlier = 1; earlier < attempt; earlier++) startsAt += windowOf(earlier);
    return Math.max(0, startsAt + u * windowOf(attempt) - now);
  };
};
