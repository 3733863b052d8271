import { beforeEach, describe, expect, it } from 'vitest';
import type { SocketOptions } from '../../../src/client/options.js';
import type { HeartbeatSocket } from '../../../src/client/heartbeatSocket.js';
import type { HeartbeatEventKind } from '../../../src/protocol/events.js';

/** A gateway, fake or real, as the suite handles it. Its clients ping every 100 ms and time out after 400 ms. */
export interface GatewayHarness {
  /** Makes a socket that retries after 20 to 50 ms, and connects it. */
  connect(options?: SocketOptions): HeartbeatSocket;
  /** Lets time pass until something holds, or fails after some seconds of it. */
  until(what: string, holds: () => boolean): Promise<void>;
  /** Lets time pass. */
  pass(ms: number): Promise<void>;
  broadcast(data: string): void;
  /** Resets every connection. */
  drop(): void;
  closeAll(code: number): void;
  refuse(): void;
  accept(): void;
  silence(): void;
  /** Ends `silence`; what was connected during it may be lost. */
  speak(): void;
  delay(ms: number): void;
  /** An operator says something to all, in English; null withdraws it. */
  notify(text: string | null): void;
  configure(timing: { intervalMs: number; timeoutMs: number }): void;
  /** Closes everything as a restart does, and is back after a short while. */
  restart(): Promise<void>;
  readonly peerCount: number;
}

/** What a client sees of a gateway. The fake gateway is honest as long as both it and the real one pass. */
export function describeGateway(name: string, start: () => Promise<GatewayHarness>): void {
  // oxlint-disable-next-line vitest/valid-title -- the suite is run under several names
  describe(name, () => {
    let gateway: GatewayHarness;
    beforeEach(async () => {
      gateway = await start();
    });

    const state = (socket: HeartbeatSocket) => socket.store.getState();
    const count = (socket: HeartbeatSocket, kind: HeartbeatEventKind): number =>
      socket.log.filter((record) => record.kind === kind).length;
    const opened = async (options?: SocketOptions): Promise<HeartbeatSocket> => {
      const socket = gateway.connect(options);
      await gateway.until('the welcome', () => state(socket).connectionId !== null);
      return socket;
    };
    const last = (socket: HeartbeatSocket): number | undefined => state(socket).lastClose?.code;

    it('accepts, says who it is, and answers every ping', async () => {
      const socket = await opened();
      expect(state(socket)).toMatchObject({ attempt: 0, cause: null });
      expect(state(socket).gatewayId).not.toBe('');
      // A busy machine may be late for one beat of 100 ms. What is answered late is answered.
      const isWell = (): boolean => state(socket).status === 'open' && state(socket).missedInRow === 0;
      await gateway.until('five pongs, and none missing', () => count(socket, 'pong.received') >= 5 && isWell());
      expect(gateway.peerCount).toBe(1);
    });

    it('passes messages on in order, and keeps heartbeats to itself', async () => {
      const socket = await opened();
      const seen: unknown[] = [];
      socket.onMessage((data) => seen.push(data));
      for (let number = 0; number < 50; number += 1) gateway.broadcast(`message ${number}`);
      await gateway.until('all of them', () => seen.length >= 50);
      await gateway.pass(300);
      expect(seen).toEqual(Array.from({ length: 50 }, (_, number) => `message ${number}`));
    });

    it('refuses, and the client tries until it is accepted', async () => {
      gateway.refuse();
      const socket = gateway.connect();
      await gateway.until('some attempts', () => state(socket).attempt >= 2);
      expect(state(socket).cause).toBe('connect-error');
      gateway.accept();
      await gateway.until('open', () => state(socket).status === 'open');
    });

    it('resets a connection, and the client comes back as a new one', async () => {
      const socket = await opened();
      const first = state(socket).connectionId;
      gateway.drop();
      await gateway.until(
        'the return',
        () => count(socket, 'reconnected') === 1 && state(socket).connectionId !== null,
      );
      expect(last(socket)).toBe(1006);
      expect(state(socket).connectionId).not.toBe(first);
      await gateway.until('one peer', () => gateway.peerCount === 1);
    });

    it('closes with a code after which the client does not retry', async () => {
      const socket = await opened();
      gateway.closeAll(4403);
      await gateway.until('the end', () => state(socket).status === 'failed');
      expect(state(socket)).toMatchObject({ cause: 'refused', lastClose: { code: 4403 } });
      await gateway.pass(200);
      expect(gateway.peerCount).toBe(0);
    });

    it('closes with a code after which the client retries', async () => {
      const socket = await opened();
      gateway.closeAll(1001);
      await gateway.until('the return', () => count(socket, 'reconnected') === 1);
      expect(last(socket)).toBe(1001);
    });

    it('falls silent, and the client notices without a close event', async () => {
      const socket = await opened();
      gateway.silence();
      await gateway.until('the verdict', () => count(socket, 'heartbeat.timeout') === 1);
      expect(state(socket).cause).toBe('heartbeat-timeout');
      expect(state(socket).status).toBe('reconnecting');
      gateway.speak();
      await gateway.until('the return', () => state(socket).status === 'open');
    });

    it('is slow, and is not taken for dead', async () => {
      gateway.delay(120);
      const socket = await opened({ heartbeat: { intervalMs: 100, timeoutMs: 5_000 } });
      await gateway.until('pongs', () => count(socket, 'pong.received') >= 5);
      expect(state(socket).latency?.smoothedMs).toBeGreaterThanOrEqual(200);
      expect(count(socket, 'connection.closed')).toBe(0);
    });

    it('changes the timing of live connections', async () => {
      const socket = await opened();
      gateway.configure({ intervalMs: 1_000, timeoutMs: 3_000 });
      await gateway.until('the change', () => state(socket).settings.intervalMs === 1_000);
      expect(state(socket).settings).toMatchObject({ source: 'gateway', timeoutMs: 3_000, version: 2 });
      expect(count(socket, 'connection.closed')).toBe(0);
    });

    it('has one session id for a client, whichever connection it has', async () => {
      const socket = await opened();
      const { sessionId, connectionId } = state(socket);
      gateway.drop();
      await gateway.until('the return', () => ![connectionId, null].includes(state(socket).connectionId));
      expect(sessionId).not.toBeNull();
      expect(state(socket).sessionId).toBe(sessionId);
    });

    it('says what an operator says, to the clients that are there and to those that come later, until it is withdrawn', async () => {
      const early = await opened();
      gateway.notify('Back at six.');
      await gateway.until('the notice', () => state(early).notice?.text['en'] === 'Back at six.');
      const late = await opened();
      await gateway.until('the notice', () => state(late).notice?.id === state(early).notice?.id);
      expect(state(late).notice).toMatchObject({ level: 'info', text: { en: 'Back at six.' } });
      gateway.drop();
      await gateway.until('the notice again', () => count(early, 'reconnected') === 1 && state(early).notice !== null);
      gateway.notify('Back at seven.');
      await gateway.until('another', () => state(early).notice?.text['en'] === 'Back at seven.');
      gateway.notify(null);
      await gateway.until('the end', () => state(early).notice === null && state(late).notice === null);
    });

    it('restarts, and the client knows that it was a restart', async () => {
      const socket = await opened({ random: () => 0.1 });
      const before = state(socket).gatewayId;
      await gateway.restart();
      await gateway.until('the return', () => ![before, null].includes(state(socket).gatewayId));
      expect(socket.log.find(({ kind }) => kind === 'connection.closed')).toMatchObject({ code: 1012, cause: 'drain' });
    });

    it('sees a client leave', async () => {
      const socket = await opened();
      socket.disconnect();
      expect(state(socket).status).toBe('closed');
      await gateway.until('the last peer to go', () => gateway.peerCount === 0);
    });
  });
}
