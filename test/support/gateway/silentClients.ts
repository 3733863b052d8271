import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';

/** What the clients of one gateway do. Milliseconds. */
export interface SilentClientsOptions {
  /** Where each client dials. */
  readonly urlOf: (client: number) => string;
  readonly count: number;
  /** When each client comes. */
  readonly comesAt: (client: number) => number;
  /** A client's own frames: the first at a random time within so much, the others so far apart; Infinity: no others. */
  readonly firstFrameMs: number;
  readonly everyMs?: number;
  /** After so many cuts another person dials from the same address, for as long as the test runs. Default Infinity. */
  readonly cutsPerSession?: number;
}

const hello = (sessionId: string) =>
  JSON.stringify({ type: 'heartbeat.hello', client: 'test/1', sessionId, attempt: 0 });

/** Clients with an address each, that answer pings, say little, and come back a moment after they are cut. */
export function startSilentClients(options: SilentClientsOptions): { readonly cuts: () => number } {
  const { urlOf, count, comesAt, firstFrameMs, everyMs = Infinity, cutsPerSession = Infinity } = options;
  let isOver = false;
  let cuts = 0;
  const timers = new Set<NodeJS.Timeout>();
  const sockets = new Set<WebSocket>();
  const later = (ms: number, act: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (!isOver) act();
    }, ms);
    timers.add(timer);
  };
  const dial = (client: number, itsCuts = 0): void => {
    // Behind proxies that are trusted, an address is what the header says.
    const headers = { 'X-Forwarded-For': `10.1.${client >> 8}.${client & 255}` };
    const socket = new WebSocket(urlOf(client), { headers });
    sockets.add(socket);
    const speak = (): void => {
      if (socket.readyState === WebSocket.OPEN) socket.send('{"type":"ping"}');
      if (everyMs < Infinity) later(everyMs, speak);
    };
    socket.on('open', () => {
      socket.send(hello(`session-${client}-${Math.floor(itsCuts / cutsPerSession)}`));
      later(Math.random() * firstFrameMs, speak);
    });
    socket.on('message', (data: Buffer) => {
      const text = data.toString();
      if (text.startsWith('{"type":"ping"')) socket.send(text.replace('ping', 'pong'));
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      cuts += isOver ? 0 : 1;
      later(200 + Math.random() * 800, () => dial(client, itsCuts + 1));
    });
  };
  for (let client = 0; client < count; client += 1) later(comesAt(client), () => dial(client));
  onTestFinished(() => {
    isOver = true;
    for (const timer of timers) clearTimeout(timer);
    for (const socket of sockets) socket.terminate();
  });
  return { cuts: () => cuts };
}
