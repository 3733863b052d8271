import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';

/** A ws server that answers pings, and remembers which connections came and went. */
export interface EchoServer {
  readonly url: string;
  readonly port: number;
  readonly upgrades: string[];
  /** Close codes, in order. */
  readonly closes: number[];
  readonly received: string[];
  readonly clients: ReadonlySet<WebSocket>;
  broadcast(data: string): void;
}

/** Starts one on a free loopback port; it ends with the test. */
export async function startEchoServer(): Promise<EchoServer> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  onTestFinished(async () => {
    for (const peer of server.clients) peer.terminate();
    await new Promise((closed) => server.close(closed));
  });
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
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}/`,
    port,
    upgrades,
    closes,
    received,
    clients: server.clients,
    broadcast: (data) => server.clients.forEach((peer) => peer.send(data)),
  };
}
