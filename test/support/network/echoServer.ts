import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

/** A ws server that answers pings, and remembers who came and went. */
export interface EchoServer {
  readonly url: string;
  readonly upgrades: string[];
  /** Close codes, in order. */
  readonly closes: number[];
  readonly received: string[];
  readonly clients: ReadonlySet<WebSocket>;
  broadcast(data: string): void;
  close(): Promise<void>;
}

export async function startEchoServer(): Promise<EchoServer> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  const upgrades: string[] = [];
  const closes: number[] = [];
  const received: string[] = [];
  server.on('connection', (peer, request) => {
    upgrades.push(request.url ?? '');
    peer.on('close', (code) => closes.push(code));
    peer.on('message', (data) => {
      const text = (data as Buffer).toString();
      received.push(text);
      if (text.startsWith('{"type":"ping"')) peer.send(text.replace('ping', 'pong'));
    });
  });
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    upgrades,
    closes,
    received,
    clients: server.clients,
    broadcast: (data) => server.clients.forEach((peer) => peer.send(data)),
    close: () => {
      for (const peer of server.clients) peer.terminate();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
