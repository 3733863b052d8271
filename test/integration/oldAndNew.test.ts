import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createHeartbeatSocket } from '../../src/client/createHeartbeatSocket.js';
import type { HeartbeatSocket } from '../../src/client/heartbeatSocket.js';
import type { HeartbeatEvent, HeartbeatGateway, PortOptions } from '../../src/gateway/index.js';
import { createHeartbeatGateway } from '../../src/gateway/index.js';
import { parseFrame } from '../../src/protocol/parse.js';
import { parseClientFrame } from '../../src/protocol/parseClientFrame.js';
import { ADMIN, ask, QUIET, TestClient } from '../support/gateway/gateways.js';
import { loadOldPackage, readTranscript, type OldPackage } from '../support/packaging/oldPackage.js';
import { waitFor } from '../support/waitFor.js';

let old: OldPackage;
beforeAll(async () => {
  old = await loadOldPackage();
});

interface Pair {
  readonly gateway: HeartbeatGateway;
  readonly port: number;
  readonly records: HeartbeatEvent[];
  readonly socket: HeartbeatSocket;
  readonly heard: unknown[];
}

/** A connected pair, of which one may be old. */
async function pair(
  makeGateway: typeof createHeartbeatGateway,
  makeSocket: typeof createHeartbeatSocket,
  options: { readonly gateway?: Partial<PortOptions>; readonly intervalMs?: number } = {},
): Promise<Pair> {
  const gateway = makeGateway({ port: 0, host: '127.0.0.1', ...QUIET, admin: ADMIN, ...options.gateway });
  onTestFinished(() => gateway.close());
  const records: HeartbeatEvent[] = [];
  gateway.on('event', (record) => records.push(record));
  await gateway.ready;
  const port = gateway.address()?.port ?? 0;
  const { intervalMs } = options;
  const socket = makeSocket(`ws://127.0.0.1:${port}/ws`, {
    WebSocket,
    reconnect: { minDelayMs: 20, baseDelayMs: 30 },
    ...(intervalMs === undefined ? {} : { heartbeat: { intervalMs } }),
  });
  onTestFinished(() => socket.destroy());
  const heard: unknown[] = [];
  socket.onMessage((data) => heard.push(data));
  socket.connect();
  await waitFor('the welcome', () => socket.store.getState().connectionId !== null);
  return { gateway, port, records, socket, heard };
}

const settings = (port: number, timing: object) =>
  ask(port, 'PATCH', '/heartbeat/settings', { token: ADMIN.operatorToken, body: JSON.stringify(timing) });
const has = (records: readonly HeartbeatEvent[], kind: HeartbeatEvent['kind']): boolean =>
  records.some((record) => record.kind === kind);

/** What every pair has to do, whichever side is the older. */
async function assertConversation({ gateway, port, records, socket, heard }: Pair): Promise<void> {
  await waitFor('a pong', () => has(socket.log, 'pong.received'));
  await settings(port, { intervalMs: 2_000, timeoutMs: 6_000 });
  await waitFor('the settings', () => socket.store.getState().settings.intervalMs === 2_000);

  const first = socket.store.getState().connectionId;
  for (const peer of gateway.peers) peer.socket.terminate();
  await waitFor('the return', () => ![first, null].includes(socket.store.getState().connectionId));
  await waitFor('the hello', () => has(records, 'reconnected'));
  expect(records.find(({ kind }) => kind === 'reconnected')).toMatchObject({ attempt: 1, cause: 'closed' });

  void gateway.drain({ overMs: 200 });
  await waitFor('the drain', () => has(socket.log, 'drain.received'));
  expect(heard).toEqual([]);
  for (const log of [socket.log, records]) {
    expect(log.filter(({ kind }) => kind === 'frame.invalid' || kind === 'frame.unknown')).toEqual([]);
  }
}

describe('an old client at a new gateway', () => {
  it('beats, follows the settings, says hello, and leaves for a drain', async () => {
    await assertConversation(await pair(createHeartbeatGateway, old.createHeartbeatSocket));
  });

  it('gets no session, and works all the same', async () => {
    const { records } = await pair(createHeartbeatGateway, old.createHeartbeatSocket);
    await waitFor('a ping', () => has(records, 'ping.received'));
    expect(records.filter((record) => record.sessionId !== undefined)).toEqual([]);
  });
});

describe('a new client at an old gateway', () => {
  it('beats, follows the settings, says hello, and leaves for a drain', async () => {
    await assertConversation(await pair(old.createHeartbeatGateway, createHeartbeatSocket));
  });

  it('keeps a faster interval of the app’s, whatever the version: an old gateway cannot say who set it', async () => {
    const { port, socket } = await pair(old.createHeartbeatGateway, createHeartbeatSocket, { intervalMs: 1_000 });
    await settings(port, { intervalMs: 9_000 });
    await waitFor('the settings', () => socket.store.getState().settings.version === 2);
    expect(socket.store.getState().settings).toMatchObject({ intervalMs: 1_000, source: 'options' });
  });
});

it('a new client at a new gateway gives a faster interval up, where an operator has set another', async () => {
  const { port, socket } = await pair(createHeartbeatGateway, createHeartbeatSocket, { intervalMs: 1_000 });
  await settings(port, { intervalMs: 9_000 });
  await waitFor('the settings', () => socket.store.getState().settings.intervalMs === 9_000);
  await settings(port, { intervalMs: null });
  await waitFor('its own again', () => socket.store.getState().settings.intervalMs === 1_000);
});

describe('a conversation of two old ones', () => {
  it('is understood, each side by its parser', () => {
    const lines = readTranscript();
    const kinds = (from: 'client' | 'gateway', parse: (text: string) => { kind: string }): string[] => [
      ...new Set(lines.filter((line) => line.from === from).map(({ text }) => parse(text).kind)),
    ];
    expect(kinds('gateway', parseFrame)).toEqual(['welcome', 'pong', 'settings', 'ping', 'reconnect']);
    expect(kinds('client', parseClientFrame)).toEqual(['ping', 'hello', 'pong']);
  });

  it('goes on when the gateway is a new one: every recorded ping is answered, the hello counted', async () => {
    const { gateway, port, records } = await pair(createHeartbeatGateway, createHeartbeatSocket);
    const client = new TestClient(`ws://127.0.0.1:${port}/ws`, 'silent');
    await client.frame('heartbeat.welcome');
    const said = readTranscript().filter(({ connection, from }) => connection === 2 && from === 'client');
    for (const { text } of said) client.send(text);
    const pings = said.filter(({ text }) => text.includes('"ping"')).length;
    await waitFor('the pongs', () => client.frames('pong').length === pings);
    expect(records.find(({ kind }) => kind === 'reconnected')).toMatchObject({ downMs: 105, cause: 'closed' });
    expect(gateway.stats().closed.protocol_error).toBe(0);
  });

  it('goes on when the client is a new one: it takes every recorded frame, and none for a message', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    onTestFinished(() => server.close());
    const said = readTranscript().filter(({ connection, from }) => connection === 1 && from === 'gateway');
    server.on('connection', (peer) => said.forEach(({ text }) => peer.send(text)));
    await waitFor('the server', () => server.address() !== null);
    const { port } = server.address() as { port: number };
    const socket = createHeartbeatSocket(`ws://127.0.0.1:${port}`, { WebSocket });
    onTestFinished(() => socket.destroy());
    const heard: unknown[] = [];
    socket.onMessage((data) => heard.push(data));
    socket.connect();
    await waitFor('the last of them', () => socket.store.getState().settings.version === 2);
    await waitFor('the pings', () => socket.log.filter(({ kind }) => kind === 'ping.received').length === 2);
    expect(socket.store.getState()).toMatchObject({ status: 'open', settings: { intervalMs: 1_000 } });
    expect(heard).toEqual([]);
    expect(has(socket.log, 'frame.invalid')).toBe(false);
  });
});
