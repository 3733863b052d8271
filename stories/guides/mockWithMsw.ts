import { ws } from 'msw';

const link = ws.link('wss://app.example.com/ws');
let isSilent = false;

/** For `setupWorker` or `setupServer`: answers pings and echoes everything else. */
export const serverHandler = link.addEventListener('connection', ({ client }) => {
  client.addEventListener('message', ({ data }) => {
    if (isSilent) return;
    client.send(data === '{"type":"ping"}' ? '{"type":"pong"}' : data);
  });
});

/** Restarts: closes every connection, and takes new ones. */
export function restartServer(): void {
  for (const client of link.clients) client.close(1012);
}

/** Goes silent: sockets stay open, and nothing is answered. */
export function silenceServer(silent = true): void {
  isSilent = silent;
}
