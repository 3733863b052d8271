/** How long a dead connection is left to a page that never gives it up. */
const LINGER_MS = 600_000;

/**
 * Makes a connection half-open, as a router does that has forgotten it: TCP stays up, what comes in is dropped, and what is
 * written, an end or a reset included, goes nowhere. It never comes back to life.
 *
 * @returns a function that ends the connection for real
 */
export function mute(tcp) {
  const destroy = tcp.destroy.bind(tcp);
  const swallow = (...args) => {
    const callback = args.at(-1);
    if (typeof callback === 'function') process.nextTick(callback);
    return true;
  };
  tcp.write = swallow;
  tcp.end = (...args) => {
    swallow(...args);
    return tcp;
  };
  tcp.destroy = () => tcp;
  // Read on, because the end that the page's browser sends is how the server learns that the connection may be forgotten.
  tcp.removeAllListeners('data').on('data', () => {});
  tcp.resume();
  tcp.once('end', () => destroy());
  setTimeout(() => destroy(), LINGER_MS).unref();
  return destroy;
}
