import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocketServer, WebSocket as WsWebSocket, type WebSocket as ServerSocket } from 'ws';
import { systemClock } from '../../../src/client/clock.js';
import { transport as reconnectingWebSocketTransport } from '../../../src/client/link/reconnectingWebSocketTransport.js';
import type { Transport, TransportSocket, WebSocketConstructor } from '../../../src/client/transport.js';
import { MAX_TIMER_MS } from '../../../src/protocol/options/optionRules.js';
import { builtModules } from '../../support/packaging/buildModules.js';
import { ReactNativeLikeWebSocket } from '../../support/client/reactNativeLikeWebSocket.js';
import { transport as platformTransport } from '../../../src/client/link/platformTransport.js';
import { sleep, waitFor } from '../../support/waitFor.js';

// Node's own WebSocket: on by default from Node 22, behind a flag that the test run sets in Node 20.
const nodeWebSocket = (globalThis as { WebSocket?: WebSocketConstructor }).WebSocket;
const classes: [string, WebSocketConstructor][] = [
  ['ws', WsWebSocket],
  ['one like React Native’s', ReactNativeLikeWebSocket],
  ...(nodeWebSocket ? [['the platform’s WebSocket', nodeWebSocket] as [string, WebSocketConstructor]] : []),
];

// What is published has reconnecting-websocket compiled anew, so that is held to the same.
const dist = await builtModules();
const built = (await import(join(dist, 'client/link/reconnectingWebSocketTransport.js'))) as { transport: Transport };

const transports: [string, Transport][] = [
  ['reconnecting-websocket', reconnectingWebSocketTransport],
  ['reconnecting-websocket as published', built.transport],
  ['the platform alone', platformTransport],
];

/** The delays of the timeouts that are running, from now on. */
function watchTimers(): { running(): (number | undefined)[] } {
  const started = vi.spyOn(globalThis, 'setTimeout');
  const ended = vi.spyOn(globalThis, 'clearTimeout');
  onTestFinished(() => {
    started.mockRestore();
    ended.mockRestore();
  });
  return {
    running: () => {
      const cleared = new Set<unknown>(ended.mock.calls.map(([timer]) => timer));
      return started.mock.calls
        .filter((_, call) => !cleared.has(started.mock.results[call]?.value))
        .map(([, delayMs]) => delayMs);
    },
  };
}

it('has the platform’s WebSocket to compare with', () => {
  expect(classes).toHaveLength(3);
});

describe.each(transports)('the transport over %s', (_, transport) => {
  describe.each(classes)('with %s', (__, WebSocket) => {
    let http: Server;
    let wss: WebSocketServer;
    let url: string;
    let told: string[];
    let messages: unknown[];
    let refuseWith: string | undefined;
    let hang: boolean;
    let upgrades: Duplex[];
    let open: TransportSocket[];

    beforeEach(async () => {
      http = createServer();
      wss = new WebSocketServer({ noServer: true, handleProtocols: ([first]) => first ?? false });
      refuseWith = undefined;
      hang = false;
      upgrades = [];
      told = [];
      messages = [];
      open = [];
      http.on('upgrade', (request, socket, head) => {
        upgrades.push(socket);
        socket.on('error', () => {});
        if (hang) return;
        if (refuseWith) return void socket.end(refuseWith);
        wss.handleUpgrade(request, socket, head, (peer) => wss.emit('connection', peer, request));
      });
      await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
      url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/`;
    });
    afterEach(async () => {
      for (const socket of open) socket.drop(1000, '');
      for (const peer of wss.clients) peer.terminate();
      for (const socket of upgrades) socket.destroy();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    });

    const dial = (to = url, protocols?: string | string[]): TransportSocket => {
      const socket = transport(
        { url: to, protocols, WebSocket, binaryType: 'arraybuffer', clock: systemClock },
        {
          opened: () => told.push('opened'),
          message: ({ data }) => messages.push(data),
          closed: (code, reason, wasClean) => told.push(`closed ${code} ${reason} ${wasClean ? 'clean' : 'unclean'}`),
          failed: () => told.push('failed'),
        },
      );
      open.push(socket);
      return socket;
    };
    const connected = async (): Promise<{ socket: TransportSocket; peer: ServerSocket }> => {
      const peer = new Promise<ServerSocket>((resolve) => wss.once('connection', resolve));
      const socket = dial();
      await waitFor('open', () => told.length > 0);
      return { socket, peer: await peer };
    };

    it('tells that it opened, once, and carries text and bytes both ways in order', async () => {
      const { socket, peer } = await connected();
      const got: string[] = [];
      peer.on('message', (data) => got.push((data as Buffer).toString()));
      expect([socket.send('one'), socket.send('two')]).toEqual([true, true]);
      peer.send('three');
      peer.send(new Uint8Array([4]));
      await waitFor('messages', () => got.length === 2 && messages.length === 2);
      expect(got).toEqual(['one', 'two']);
      expect(messages).toEqual(['three', new Uint8Array([4]).buffer]);
      expect(told).toEqual(['opened']);
    });

    it('takes nothing to send before it is open and after it is closed', async () => {
      expect(dial().send('early')).toBe(false);
      await waitFor('open', () => told.includes('opened'));
      const { socket, peer } = await connected();
      peer.terminate();
      await waitFor('close', () => told.length >= 2 && told.some((entry) => entry.startsWith('closed')));
      expect(socket.send('late')).toBe(false);
    });

    it('tells the close code and reason of the peer', async () => {
      const { peer } = await connected();
      peer.close(4403, 'not you');
      await waitFor('close', () => told.length === 2);
      expect(told).toEqual(['opened', 'closed 4403 not you clean']);
    });

    it('tells a cut connection as 1006, not as a clean close', async () => {
      const { peer } = await connected();
      peer.terminate();
      await waitFor('close', () => told.length === 2);
      expect(told).toEqual(['opened', 'closed 1006  unclean']);
    });

    it.each(['HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n', 'not even HTTP\r\n\r\n'])(
      'tells a refused upgrade as 1006, once: %j',
      async (answer) => {
        refuseWith = answer;
        dial();
        await waitFor('close', () => told.length > 0);
        await sleep(60);
        expect(told).toEqual(['closed 1006  unclean']);
      },
    );

    it('reports an address without a listener as 1006, once', async () => {
      dial('ws://127.0.0.1:1/');
      await waitFor('close', () => told.length > 0);
      await sleep(60);
      expect(told).toEqual(['closed 1006  unclean']);
    });

    it('tells the end of a connection over a bad frame, though the peer then goes silent', async () => {
      await connected();
      // A reserved opcode: the client must fail the connection, and this peer never answers its close.
      upgrades[0]?.write(Buffer.from([0x83, 0x00]));
      upgrades[0]?.pause();
      await waitFor('close', () => told.length === 2, 1_000);
      await sleep(60);
      expect(told).toEqual(['opened', expect.stringMatching(/^closed 100[26] /)]);
    });

    it('asks for the subprotocols it is given', async () => {
      const peer = new Promise<ServerSocket>((resolve) => wss.once('connection', resolve));
      dial(url, ['first', 'second']);
      expect((await peer).protocol).toBe('first');
    });

    it('tells a dial that cannot even start as failed', async () => {
      dial(url, 'not a token');
      await waitFor('failure', () => told.length > 0);
      expect(told).toEqual(['failed']);
    });

    it('has no time limit on an open connection, and no timer left of one that ended or never was', async () => {
      const timers = watchTimers();
      const { peer } = await connected();
      expect(timers.running()).not.toContain(MAX_TIMER_MS);
      peer.close();
      await waitFor('close', () => told.length === 2);
      // What reconnecting-websocket waits before it calls a connection stable.
      expect(timers.running()).not.toContain(5_000);

      told = [];
      dial(url, 'not a token');
      await waitFor('failure', () => told.length > 0);
      expect(timers.running()).not.toContain(MAX_TIMER_MS);
    });

    it('dropped at once never dials', async () => {
      dial().drop(1000, '');
      await sleep(60);
      expect(upgrades).toHaveLength(0);
      expect(told).toEqual([]);
    });

    it('dropped while connecting frees the peer, tells nothing and crashes nothing', async () => {
      hang = true;
      const socket = dial();
      await waitFor('upgrade', () => upgrades.length === 1);
      socket.drop(1000, '');
      await waitFor('freed', () => upgrades.every((upgrade) => upgrade.destroyed || (upgrade as Socket).readableEnded));
      await sleep(30);
      expect(told).toEqual([]);
    });

    it('dropped while open says the code to the peer, and nothing more to us', async () => {
      const { socket, peer } = await connected();
      const closed = new Promise<string>((resolve) =>
        peer.once('close', (code, reason) => resolve(`${code} ${String(reason)}`)),
      );
      peer.send('on its way');
      socket.drop(4201, 'heartbeat timeout');
      expect(await closed).toBe('4201 heartbeat timeout');
      await sleep(30);
      expect(told).toEqual(['opened']);
      expect(messages).toEqual([]);
    });

    it('dropped while half-open waits for nothing', async () => {
      const { socket } = await connected();
      upgrades[0]?.pause();
      const before = performance.now();
      socket.drop(4201, '');
      expect(performance.now() - before).toBeLessThan(100);
      expect(socket.send('more')).toBe(false);
      await sleep(60);
      expect(told).toEqual(['opened']);
    });
  });
});
