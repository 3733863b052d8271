import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';
import {
  createHeartbeatGateway,
  type HeartbeatEvent,
  type HeartbeatGateway,
  type HeartbeatLogger,
  type PortOptions,
} from '../../../src/gateway/index.js';
import { waitFor } from '../waitFor.js';
import { departsFromContract } from './adminContract.js';

/** Tokens for the admin interface. */
export const ADMIN = { operatorToken: 'operator-token', viewerToken: 'viewer-token' } as const;

/** Keeps the warnings that a test provokes off the console, where they would go without a logger. */
const SILENT: HeartbeatLogger = { debug() {}, info() {}, warn() {}, error() {}, isLevelEnabled: () => false };

/** Options of a gateway that reads neither the real environment nor a file, and is quick to close. */
export const QUIET = { env: {}, configFile: false, closeTimeoutMs: 100, logger: SILENT } as const;

/**
 * A gateway on a free port of loopback, with its records. It reads neither the real environment nor a file, and is closed
 * after the test.
 */
export async function startGateway(
  options: Partial<PortOptions> = {},
): Promise<{ gateway: HeartbeatGateway; url: string; port: number; events: HeartbeatEvent[] }> {
  const gateway = createHeartbeatGateway({
    port: 0,
    host: '127.0.0.1',
    ...QUIET,
    ...options,
  });
  const events: HeartbeatEvent[] = [];
  gateway.on('event', (record) => events.push(record));
  onTestFinished(() => gateway.close());
  await gateway.ready;
  const port = gateway.address()?.port ?? 0;
  return { gateway, port, url: `ws://127.0.0.1:${port}${options.path ?? '/ws'}`, events };
}

/** Waits until a gateway has read the hello of each of its peers. A client is open before that. */
export const waitForHellos = (gateway: HeartbeatGateway): Promise<void> =>
  waitFor('all hellos', () => [...gateway.peers].every(({ sessionId }) => sessionId !== null));

/** An HTTP server on a free port of loopback, closed after the test. */
export async function startServer(server: Server = createServer()): Promise<{ server: Server; port: number }> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise<unknown>((closed) => server.close(closed));
  });
  return { server, port: (server.address() as AddressInfo).port };
}

/**
 * What a test client does about pings: it answers all, it leaves control pings to its platform and answers no others, it
 * answers none but sends messages, or it is silent.
 */
export type Manners = 'answers' | 'control-only' | 'talks' | 'silent';

type TestClientOptions = ClientOptions & { readonly subprotocols?: string[] };

/** A client on a real socket, and all that it received. */
export class TestClient {
  readonly received: string[] = [];
  readonly socket: WebSocket;
  readonly closed: Promise<{ code: number; reason: string }>;
  closeCode: number | null = null;

  constructor(url: string, manners: Manners, { subprotocols = [], ...options }: TestClientOptions = {}) {
    this.socket = new WebSocket(url, subprotocols, {
      ...options,
      autoPong: manners === 'answers' || manners === 'control-only',
    });
    let talk: NodeJS.Timeout | undefined;
    // Before it is open, `send` throws.
    this.socket.on('open', () => {
      if (manners === 'talks') talk = setInterval(() => this.socket.send('a message of its own', () => {}), 40);
    });
    onTestFinished(() => {
      clearInterval(talk);
      this.socket.terminate();
    });
    this.socket.on('error', () => {});
    this.socket.on('message', (data: Buffer) => {
      const text = data.toString();
      this.received.push(text);
      const frame = parse(text);
      if (manners !== 'answers' || frame?.type !== 'ping') return;
      this.socket.send(JSON.stringify({ type: 'pong', ...(frame.id === undefined ? {} : { id: frame.id }) }));
    });
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code, reason) => {
        this.closeCode = code;
        resolve({ code, reason: reason.toString() });
      });
    });
  }

  send(data: unknown): void {
    this.socket.send(typeof data === 'string' || data instanceof Uint8Array ? data : JSON.stringify(data));
  }

  /** The frames received of one type. */
  frames(type: string): Record<string, unknown>[] {
    return this.received.map(parse).filter((frame) => frame?.type === type) as Record<string, unknown>[];
  }

  /** Waits for the first frame of a type. */
  async frame(type: string): Promise<Record<string, unknown>> {
    await waitFor(`a frame ${type}`, () => this.frames(type).length > 0);
    return this.frames(type)[0] as Record<string, unknown>;
  }
}

/** A client that is connected and welcomed. */
export async function join(
  url: string,
  manners: Manners = 'answers',
  options: TestClientOptions = {},
): Promise<TestClient> {
  const client = new TestClient(url, manners, options);
  await client.frame('heartbeat.welcome');
  return client;
}

function parse(text: string): { type?: string; id?: number } | null {
  try {
    return JSON.parse(text) as { type?: string; id?: number };
  } catch {
    return null;
  }
}

/** The HTTP status that an upgrade is answered with; 101 when it is accepted. */
export function upgradeStatus(
  url: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers });
    onTestFinished(() => socket.terminate());
    socket.on('unexpected-response', (request, response) => {
      resolve({ status: response.statusCode ?? 0, headers: response.headers });
      request.destroy();
    });
    socket.on('upgrade', (response) => resolve({ status: 101, headers: response.headers }));
    socket.on('error', reject);
  });
}

/** One HTTP request, answered as text. An answer of the admin interface that departs from its OpenAPI document throws. */
export function ask(
  port: number,
  method: string,
  path: string,
  { token, body, headers = {} }: { token?: string; body?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; headers: IncomingHttpHeaders; text: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      port,
      method,
      path,
      host: '127.0.0.1',
      agent: false,
      headers: {
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
    });
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      // A stream does not end by itself: its first bytes are its answer.
      const isStream = response.headers['content-type'] === 'text/event-stream';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (isStream) response.destroy();
      });
      response.on(isStream ? 'close' : 'end', () => {
        const { statusCode: status = 0, headers: received } = response;
        const departure = departsFromContract({ method, path, status, contentType: received['content-type'], text });
        if (departure === null) resolve({ status, headers: received, text });
        else reject(new Error(departure));
      });
    });
    request.end(body);
  });
}

/** A TCP connection without a client library, for bytes that no library would send. */
export async function rawSocket(port: number): Promise<Socket & { text: () => string }> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (data: Buffer) => (text += data.toString('latin1')));
  socket.on('error', () => {});
  onTestFinished(() => void socket.destroy());
  await new Promise((resolve) => socket.once('connect', resolve));
  return Object.assign(socket, { text: () => text });
}

/** The request line and headers of a handshake, as bytes. */
export const handshake = (path = '/ws', extra = ''): string =>
  `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
  `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${extra}\r\n`;
