import type { Duplex } from 'node:stream';

/**
 * Calls back when the client of a socket that waits leaves; returns the way to stop. A stream tells of its end only to what
 * reads it, so it is read while nothing is there. Bytes that have come early stay for the WebSocket.
 */
export function watchLeaving(socket: Duplex, onLeft: () => void): () => void {
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
