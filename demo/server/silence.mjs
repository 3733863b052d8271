/** How long a connection that the gateway has given up stays open for the page: its own verdict should come first. */
const LINGER_MS = 10_000;

/**
 * Makes one connection half-open: nothing is read, and what is written vanishes, while TCP stays up. When the gateway
 * terminates it, the page does not hear of that either, as it would not over a dead path. Returns the way to end it.
 */
export function silence(socket, tcp) {
  socket.pause();
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
  tcp.destroy = () => {
    setTimeout(() => destroy(), LINGER_MS).unref();
    return tcp;
  };
  return destroy;
}
