import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createHeartbeatSocket } from '../../src/client/createHeartbeatSocket.js';
import type { HeartbeatSocket } from '../../src/client/heartbeatSocket.js';
import { restartServer, serverHandler, silenceServer } from '../../stories/guides/mockWithMsw.js';
import { waitFor } from '../support/waitFor.js';

// The recipe that the Storybook prints, run as it stands there.
const server = setupServer(serverHandler);
let socket: HeartbeatSocket;
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => {
  silenceServer(false);
  socket.destroy();
});
afterAll(() => server.close());

async function connect(timeoutMs: number): Promise<string[]> {
  socket = createHeartbeatSocket('wss://app.example.com/ws', {
    heartbeat: { intervalMs: 50, timeoutMs },
    random: () => 0,
  });
  const heard: string[] = [];
  socket.onMessage((data) => heard.push(String(data)));
  socket.connect();
  await waitFor('it to open', () => socket.store.getState().status === 'open');
  return heard;
}

it('sends heartbeats, echoes, and comes back after a restart', async () => {
  const heard = await connect(60_000);
  await waitFor('a pong', () => socket.store.getState().counters.pongsReceived > 1);
  socket.send('hello');
  await waitFor('the echo', () => heard.includes('hello'));
  restartServer();
  await waitFor('the way back', () => socket.store.getState().counters.reconnects === 1);
  expect(socket.store.getState().lastClose?.code).toBe(1012);
});

it('falls silent, and the client notices by itself', async () => {
  await connect(300);
  silenceServer();
  await waitFor('the verdict', () => socket.log.some(({ kind }) => kind === 'connection.closed'));
  expect(socket.store.getState().lastClose?.code).not.toBe(1012);
  expect(socket.log.find(({ kind }) => kind === 'connection.closed')).toMatchObject({ cause: 'heartbeat-timeout' });
});
