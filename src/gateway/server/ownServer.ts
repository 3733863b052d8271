import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** A connection that has not sent its headers by then is cut, so that idle ones cannot use up the sockets (slowloris). */
const HEADERS_TIMEOUT_MS = 8_000;
/** How often Node checks that limit. Its default of 30 s would make the limit meaningless. */
const CHECK_EVERY_MS = 1_000;

/** Where the server listens, and how. */
export interface ListenRules {
  readonly port: number;
  readonly host: string | undefined;
  readonly keepAliveTimeoutMs: number;
}

/** The gateway's own HTTP server. */
export interface OwnServer {
  readonly server: Server;
  readonly ready: Promise<void>;
  /** Frees the port. Resolves when all of the server's connections are gone. */
  readonly close: () => Promise<void>;
}

/** Makes the server and begins to listen, once `after` has resolved. If the port is taken, `ready` rejects. */
export function startOwnServer(
  { port, host, keepAliveTimeoutMs }: ListenRules,
  onRequest: (request: IncomingMessage, response: ServerResponse) => void,
  after?: Promise<void>,
): OwnServer {
  const timeouts = {
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: HEADERS_TIMEOUT_MS,
    connectionsCheckingInterval: CHECK_EVERY_MS,
    keepAliveTimeout: keepAliveTimeoutMs,
  };
  const server = createServer(timeouts, onRequest);
  const ready = new Promise<void>((resolve, reject) => {
    server.once('listening', () => resolve());
    // The listener stays for the server's life: an accept that fails (out of file descriptors) must not end the process.
    server.on('error', (error: NodeJS.ErrnoException) =>
      reject(new Error(explain(error, port, host), { cause: error })),
    );
    server.once('close', () => reject(closedTooEarly()));
  });
  let isClosed = false;
  if (after) void after.then(() => isClosed || server.listen(port, host));
  else server.listen(port, host);
  return {
    server,
    ready,
    close: () =>
      new Promise((resolve) => {
        // If the gateway is closed before it listens, the rejection is of no use.
        ready.catch(() => {});
        isClosed = true;
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const closedTooEarly = (): Error => new Error('heartbeat-socket: the gateway was closed before it listened');

/** Where a server listens; null while it does not, or on a pipe. */
export function addressOf(server: Pick<Server, 'address'> | null): { address: string; port: number } | null {
  const address = server?.address();
  return typeof address === 'object' && address !== null ? { address: address.address, port: address.port } : null;
}

function explain({ code, message }: NodeJS.ErrnoException, port: number, host: string | undefined): string {
  const where = host === undefined ? `port ${port}` : `${host}, port ${port}`;
  if (code === 'EADDRINUSE') {
    return `heartbeat-socket: ${where} is taken by another process. Stop it, or give the gateway another port (0 for any).`;
  }
  if (code === 'EACCES')
    return `heartbeat-socket: no permission to listen on ${where}. Ports below 1024 need privileges.`;
  return `heartbeat-socket: cannot listen on ${where}: ${message}`;
}
