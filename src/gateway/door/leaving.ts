import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** Begins to watch a client, and calls back when it leaves; returns the way to stop. */
type Watch = (onLeft: () => void) => () => void;

/** Waits for an answer while the client is there; null when the client has left first. */
export async function untilLeft<T>(answer: Promise<T>, watch: Watch): Promise<T | null> {
  let unwatch = (): void => {};
  const left = new Promise<null>((resolve) => {
    unwatch = watch(() => resolve(null));
  });
  const first = await Promise.race([answer, left]);
  unwatch();
  return first;
}

/**
 * Watches the socket of an upgrade. A stream tells of its end only to what reads it, so it is read while nothing is there.
 * Bytes that have come early stay for the WebSocket.
 */
export function watchUpgrade(socket: Duplex, onLeft: () => void): () => void {
  const look = (): void => {
    if (socket.readableLength === 0) socket.read();
  };
  socket.on('readable', look);
  socket.once('end', onLeft);
  socket.once('close', onLeft);
  return () => {
    socket.off('readable', look);
    socket.off('end', onLeft);
    socket.off('close', onLeft);
  };
}

/**
 * Watches an ordinary request. Its response closes with the connection, unless it waits behind other responses of the
 * same connection; then the request does. The reason is not checked, because a request that was read to its end closes
 * as well.
 */
export function watchAsking(request: IncomingMessage, response: ServerResponse, onLeft: () => void): () => void {
  const look = (): void => {
    if (request.socket.destroyed) onLeft();
  };
  request.once('close', look);
  response.once('close', look);
  return () => {
    request.off('close', look);
    response.off('close', look);
  };
}
