// `npm start`: one page, one gateway, one port, and four ways to break the connection between them for real.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { HeartbeatOptionError } from 'heartbeat-socket/gateway';
import pino from 'pino';
import { createChat } from './server/chat.mjs';
import { createControls } from './server/controls.mjs';
import { createBreakableGateway } from './server/breakableGateway.mjs';
import { loadPage } from './server/page.mjs';
import { readAddress } from './server/address.mjs';
import { onSignals } from './server/signals.mjs';
import { welcome } from './server/welcome.mjs';

const fail = (message) => {
  console.error(message);
  process.exit(1);
};

const address = readAddress(process.env, fail);
const token = process.env.HEARTBEAT_ADMIN_TOKEN || randomBytes(24).toString('base64url');
const page = loadPage(fileURLToPath(new URL('dist/', import.meta.url)), fail);
// Synchronous, so that the log contains what happened just before the end.
const logger = pino({ level: process.env.LOG_LEVEL ?? 'info', base: null }, pino.destination({ fd: 1, sync: true }));

const server = createServer((request, response) => {
  if (controls(request, response) || breakable.handle(request, response)) return;
  page(request, response);
});

const breakable = createOrExplain(() =>
  createBreakableGateway(server, {
    path: '/ws',
    // Short, so that a visitor sees pings. HEARTBEAT_INTERVAL_MS and HEARTBEAT_TIMEOUT_MS override it.
    heartbeat: { intervalMs: 5_000, timeoutMs: 15_000 },
    env: { ...process.env, HEARTBEAT_ADMIN_TOKEN: token },
    logger,
  }),
);
breakable.onConnection(createChat(() => breakable.gateway));
const controls = createControls(breakable);

server.on('error', (error) => {
  if (error.code === 'EADDRINUSE') {
    fail(`heartbeat-socket demo: port ${address.port} is taken. Use another one: PORT=${address.port + 1} npm start`);
  }
  fail(`heartbeat-socket demo: cannot listen on ${address.host}:${address.port}: ${error.message}`);
});
server.listen(address.port, address.host, () => {
  const isGenerated = !process.env.HEARTBEAT_ADMIN_TOKEN;
  console.log(welcome({ host: address.host, port: server.address().port, token, isGenerated }));
});

const DRAIN_MS = 10_000;
onSignals({
  close: () => void end(1_500, () => breakable.close()),
  drain: () => void end(DRAIN_MS + 2_000, () => breakable.drain(DRAIN_MS)),
});

async function end(withinMs, leave) {
  // A connection that does not close, such as one to a page that never reads, is given up after this time.
  setTimeout(() => process.exit(0), withinMs).unref();
  await leave();
  server.close();
  server.closeAllConnections();
  process.exit(0);
}

/** Prints an invalid setting as one line without a stack, because the visitor is to correct it. */
function createOrExplain(create) {
  try {
    return create();
  } catch (error) {
    if (error instanceof HeartbeatOptionError) return fail(error.message);
    throw error;
  }
}
