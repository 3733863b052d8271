import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { settle } from '../settle.js';

const waiting: (() => void)[] = [];
let opened: Promise<Socket> | null = null;

/** A connection to an echo server, one for each test file. */
async function open(): Promise<Socket> {
  const server = createServer({ noDelay: true }, (socket) => void socket.unref().pipe(socket)).unref();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  socket.on('data', ({ length }) => {
    for (const back of waiting.splice(0, length)) back();
    if (waiting.length === 0) socket.unref();
  });
  return socket;
}

/** Sends a byte to the echo server and waits until it is back. */
async function roundTrip(): Promise<void> {
  const socket = await (opened ??= open());
  await new Promise<void>((back) => {
    waiting.push(back);
    socket.ref().write('.');
  });
}

/**
 * Waits until what this process sent over loopback has been read, and the answers to it as well. The kernel delivers bytes
 * in the order in which it was given them, so a byte that is sent now arrives last, however busy the machine is.
 */
export async function settleOnLoopback(): Promise<void> {
  for (let way = 0; way < 2; way += 1) {
    // oxlint-disable-next-line no-await-in-loop -- there, and then back
    await settle(2);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await roundTrip();
  }
  await settle();
}
