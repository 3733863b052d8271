import type { WebSocket } from 'ws';
import type { ClientKind } from './observedWorld.js';
import { startWsServer } from './wsServer.js';

type Speak = (socket: WebSocket, say: (message: unknown) => void) => (text: string) => void;

/** A server that speaks a recorded handshake: what it says on connect, and what it answers. */
const speaking =
  (speak: Speak): ClientKind['serve'] =>
  (port) =>
    startWsServer(port, (server) => {
      server.on('connection', (socket) => {
        socket.on('error', () => {});
        const answer = speak(socket, (message) => {
          socket.send(typeof message === 'string' ? message : JSON.stringify(message));
        });
        socket.on('message', (data: Buffer) => answer(data.toString('utf8')));
      });
    });

/** Says something at once and every 100 ms, until the socket is closed. */
function beat(socket: WebSocket, say: () => void): void {
  const timer = setInterval(say, 100);
  socket.on('close', () => clearInterval(timer));
}

const END = '\u001E';

/** SignalR's hub protocol in JSON: the handshake, and pings of the server. */
export const signalRServer = speaking((socket, say) => {
  let isGreeted = false;
  return () => {
    if (isGreeted) return;
    isGreeted = true;
    say(`{}${END}`);
    beat(socket, () => say(`{"type":6}${END}`));
  };
});

/** Phoenix channels, version 2: every push is answered, heartbeats among them. */
export const phoenixServer = speaking((_, say) => (text) => {
  const message = JSON.parse(text) as unknown;
  // Version 1 sends objects.
  if (!Array.isArray(message)) {
    const { topic, ref } = message as { topic: string; ref: string };
    return say({ topic, event: 'phx_reply', payload: { status: 'ok', response: {} }, ref });
  }
  const [joinRef, ref, topic] = message as [string | null, string, string];
  return say([joinRef, ref, topic, 'phx_reply', { status: 'ok', response: {} }]);
});

/** Pusher's protocol 7: the greeting, and pongs. */
export const pusherServer = speaking((_, say) => {
  say({ event: 'pusher:connection_established', data: JSON.stringify({ socket_id: '1.2', activity_timeout: 120 }) });
  return (text) => {
    if ((JSON.parse(text) as { event: string }).event === 'pusher:ping') say({ event: 'pusher:pong', data: {} });
  };
});

/** Centrifugo's JSON protocol: the connect command, and a ping a second. */
export const centrifugeServer = speaking((socket, say) => (text) => {
  for (const line of text.split('\n').filter(Boolean)) {
    const { id, connect } = JSON.parse(line) as { id?: number; connect?: object };
    if (!connect) continue;
    say({ id, connect: { client: 'a-client', version: '0.0.0', ping: 1, pong: true } });
    const timer = setInterval(() => say('{}'), 1_000);
    socket.on('close', () => clearInterval(timer));
  }
});
