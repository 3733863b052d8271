import { systemClock, type Clock } from '../client/clock.js';
import type { SocketOptions } from '../client/options.js';
import type { Transport, WebSocketConstructor } from '../client/transport.js';
import { composeSocket } from '../client/composeSocket.js';
import type { HeartbeatSocket } from '../client/heartbeatSocket.js';
import { encodeFrame, type HeartbeatTiming, type NoticeFrame } from '../protocol/frames.js';
import type { NoticeText } from '../protocol/notice.js';
import { createFakeLink, type FakeLink, type FakeOutcome, type LinkHandlers } from './fakeLink.js';
import { createFakePeer, tellOf, type FakePeer } from './fakePeer.js';
import { createFakeWebSocketClass } from './fakeWebSocket.js';

/** The options of a fake gateway. */
export interface FakeGatewayOptions {
  /** Times its delays and the sockets of `connect`. @default the platform's timers, real or fake */
  readonly clock?: Clock | undefined;
  /** The timing that it gives its clients. @default { intervalMs: 25_000, timeoutMs: 75_000 } */
  readonly heartbeat?: HeartbeatTiming | undefined;
  /**
   * Asks clients that have `telemetry: sendRecords()` for their records, which are then in `peer.records`. @default
   * false
   */
  readonly collect?: boolean | undefined;
  /** Gets every message of the application, and may answer: `(data, peer) => peer.send(data)` is an echo. */
  readonly onMessage?: ((data: unknown, peer: FakePeer) => void) | undefined;
}

/** A gateway without a network: the real client on one side, and what you make happen on the other. */
export interface FakeGateway {
  /** Makes a socket that dials this gateway, and connects it: the real client, its timers on the gateway's clock. */
  readonly connect: (options?: SocketOptions) => HeartbeatSocket;
  /** For code that makes its socket itself: `useHeartbeatSocket(url, { WebSocket: gateway.WebSocket })`. */
  readonly WebSocket: WebSocketConstructor;
  /** Accepts dials from now on, as it does at the start. */
  readonly accept: () => void;
  /** Refuses dials from now on. Open connections stay. */
  readonly refuse: () => void;
  /** Lets dials hang from now on. */
  readonly hang: () => void;
  /** How the next dials end, one outcome each. A number accepts the dial, then closes with that code. */
  readonly next: (...outcomes: readonly FakeOutcome[]) => void;
  /** Everything takes this long, one way. 0 ends the delay. */
  readonly delay: (ms: number) => void;
  /** The end of a connection reaches the client this much later, as `close` events do in browsers. */
  readonly delayClose: (ms: number) => void;
  /** A share (0 to 1) of what the gateway sends is lost. @param random uniform in [0, 1) */
  readonly lose: (share: number, random: () => number) => void;
  /** A black hole: connections stay open and dials hang, and nothing gets through, not even a close. */
  readonly silence: () => void;
  /** Ends `silence`. */
  readonly speak: () => void;
  /** Closes every connection politely. @param code 1000 by default */
  readonly close: (code?: number, reason?: string) => void;
  /** Resets every connection: the clients see 1006. */
  readonly drop: () => void;
  /** Closes every connection with 1012, refuses for `downMs`, and is back under another id. */
  readonly restart: (downMs?: number) => void;
  /**
   * Sends an operator's notice to all clients, also to those that come later; null withdraws it. The clients are told
   * `forMs`, but nothing ends here, because this gateway has no timers.
   */
  readonly notify: (notice: (Pick<NoticeFrame, 'level' | 'forMs'> & { readonly text: NoticeText }) | null) => void;
  /** New timing by an operator, sent to every client. */
  readonly configure: (heartbeat: HeartbeatTiming) => void;
  readonly broadcast: (data: unknown) => void;
  /** The connected clients, oldest first. */
  readonly peers: readonly FakePeer[];
  /** The newest of `peers`. @throws when no client is connected */
  readonly peer: FakePeer;
  /** Dials seen so far, refused ones included. */
  readonly dialCount: number;
}

/**
 * Makes a gateway in the page, for tests and stories. It has no timers of its own: nothing happens but what the client
 * does and what your test does, on the clock that you pass or on the fake timers of your test runner.
 *
 * @example
 * const clock = createManualClock();
 * const gateway = createFakeGateway({ clock });
 * const socket = gateway.connect();
 * clock.advance(0); // open
 * gateway.silence();
 * clock.advance(100_000); // noticed
 */
export function createFakeGateway({
  clock = systemClock,
  heartbeat,
  collect = false,
  onMessage,
}: FakeGatewayOptions = {}): FakeGateway {
  const wants = collect ? { records: { path: '/heartbeat/records', maxBytes: 16_384 } } : undefined;
  const weather = { clock, delayMs: 0, closeDelayMs: 0, isSilent: false, loses: () => false };
  const links = new Map<FakePeer, FakeLink>();
  const script: FakeOutcome[] = [];
  let usual: FakeOutcome = 'accept';
  let timing = heartbeat ?? { intervalMs: 25_000, timeoutMs: 75_000 };
  let version = 1;
  let administered = false;
  let starts = 1;
  let notice: NoticeFrame | null = null;
  let noticeCount = 0;
  let dialCount = 0;

  const dial = (url: string, client: LinkHandlers): FakeLink => {
    dialCount += 1;
    const end = createFakePeer(
      `fake-${dialCount}`,
      url,
      () => link,
      onMessage ?? (() => {}),
      () => notice,
    );
    const link: FakeLink = createFakeLink(weather, script.shift() ?? usual, client, {
      accepted: () => {
        links.set(end.peer, link);
        return end.greeting({ gatewayId: `fake-gateway-${starts}`, heartbeat: timing, version, administered, wants });
      },
      received: end.receive,
      ended: () => links.delete(end.peer),
    });
    return link;
  };
  const toEach = (act: (peer: FakePeer) => void): void => [...links.keys()].forEach(act);

  const gateway: FakeGateway = {
    connect: (options = {}) => {
      const socket = composeSocket(
        'ws://gateway.test/',
        { clock, WebSocket: gateway.WebSocket, diagnose: false, ...options },
        transport,
      );
      socket.connect();
      return socket;
    },
    WebSocket: createFakeWebSocketClass(dial),
    accept: () => void (usual = 'accept'),
    refuse: () => void (usual = 'refuse'),
    hang: () => void (usual = 'hang'),
    next: (...outcomes) => void script.push(...outcomes),
    delay: (ms) => void (weather.delayMs = ms),
    delayClose: (ms) => void (weather.closeDelayMs = ms),
    lose: (share, random) => void (weather.loses = () => random() < share),
    silence: () => void (weather.isSilent = true),
    speak: () => {
      weather.isSilent = false;
      // A client that left during the silence could not say so.
      for (const [peer, link] of links) if (!link.isOpen) links.delete(peer);
    },
    close: (code, reason) => toEach((peer) => peer.close(code, reason)),
    drop: () => toEach((peer) => peer.terminate()),
    restart: (downMs = 0) => {
      toEach((peer) => peer.close(1012, 'restart'));
      starts += 1;
      usual = 'refuse';
      clock.setTimeout(() => (usual = 'accept'), downMs);
    },
    configure: (to) => {
      timing = to;
      version += 1;
      administered = true;
      toEach((peer) => peer.send(encodeFrame({ kind: 'settings', heartbeat: timing, version, administered })));
    },
    notify: (next) => {
      const gone: NoticeFrame | null = notice && { kind: 'notice', id: notice.id, text: null };
      if (next) noticeCount += 1;
      notice = next && { kind: 'notice', id: `fake-notice-${noticeCount}`, level: 'info', ...next };
      const frame = notice ?? gone;
      if (frame) toEach((peer) => tellOf(frame, peer));
    },
    broadcast: (data) => toEach((peer) => peer.send(data)),
    get peers() {
      return [...links.keys()];
    },
    get peer() {
      const newest = [...links.keys()].at(-1);
      if (!newest) throw new Error('heartbeat-socket/testing: no client is connected to this fake gateway.');
      return newest;
    },
    get dialCount() {
      return dialCount;
    },
  };
  const transport = createTransport(dial);
  return gateway;
}

/** The client's end of a link, in the shape that the driver needs. */
const createTransport =
  (dial: (url: string, client: LinkHandlers) => FakeLink): Transport =>
  ({ url }, { opened, message, closed }) => {
    let isDropped = false;
    const unlessDropped =
      <Args extends readonly unknown[]>(tell: (...args: Args) => void) =>
      (...args: Args): void => {
        if (!isDropped) tell(...args);
      };
    const link = dial(url, {
      opened: unlessDropped(opened),
      message: unlessDropped((data) => message({ type: 'message', data } as MessageEvent)),
      closed: unlessDropped(closed),
    });
    return {
      bufferedAmount: 0,
      send: (data) => {
        if (!link.isOpen) return false;
        link.sendUp(data);
        return true;
      },
      drop: (code, reason) => {
        isDropped = true;
        link.closeUp(code, reason);
      },
    };
  };
