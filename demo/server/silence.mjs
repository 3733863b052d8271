/** How long a connection that the gateway has terminated stays open for the page, which should find it dead by itself. */
const LINGER_MS = 10_000;

/**
 * Makes one connection half-open: nothing is read and everything written is discarded, while TCP stays up. When the gateway
 * terminates it, the page does not hear of that either, as over a dead path. Returns a function that ends the connection.
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
