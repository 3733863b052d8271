// Schedules to hold against the machine's own. Each makes, per client, a function from a wait to its delay:
// `wait` is { attempt, code, isFirst }, attempt counting from 1; undefined leaves it to the machine.

/** What the machine does by itself: full jitter above a floor of 0.5 s, windows of 1 s doubling up to 30 s. */
export const own = () => () => undefined;

/** Textbook full jitter, without the floor. */
export const noFloor =
  (random) =>
  ({ attempt }) =>
    random() * Math.min(30_000, 1_000 * 2 ** (attempt - 1));

/** RFC 6455, section 7.2.3, for every loss that a restart can look like: 0 to 5 s first, then the machine's own. */
export const firstByCause =
  (random) =>
  ({ attempt, code, isFirst }) => {
    if (!isFirst || (code !== 1006 && code !== 1012)) return undefined;
    return attempt === 1 ? random() * 5_000 : undefined;
  };

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
