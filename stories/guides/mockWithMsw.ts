import { ws } from 'msw';

const link = ws.link('wss://app.example.com/ws');
let isSilent = false;

/** For `setupWorker` or `setupServer`: answers pings, and echoes the rest. */
export const serverHandler = link.addEventListener('connection', ({ client }) => {
  client.addEventListener('message', ({ data }) => {
    if (isSilent) return;
    client.send(data === '{"type":"ping"}' ? '{"type":"pong"}' : data);
  });
});

/** A restart: everybody is closed, and may come back. */
export function restartServer(): void {
  for (const client of link.clients) client.close(1012);
}

/** A dead line: sockets stay open, and nothing is answered any more. */
export function silenceServer(silent = true): void {
  isSilent = silent;
}
