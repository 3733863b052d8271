// `npm start`: one page, one server, one path between them for each tab, and six ways to break it for real.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createHeartbeatGateway, HeartbeatOptionError } from 'heartbeat-socket/gateway';
import { readAddress } from './server/address.mjs';
import { createBackend } from './server/backend.mjs';
import { createDemo } from './server/demo.mjs';
import { createLogger } from './server/logger.mjs';
import { loadPage } from './server/page.mjs';
import { onSignals } from './server/signals.mjs';
import { readVisitors, startVisitors } from './server/visitors.mjs';
import { welcome } from './server/welcome.mjs';

const fail = (message) => {
  console.error(message);
  process.exit(1);
};

const address = readAddress(process.env, fail);
const visitors = readVisitors(process.argv.slice(2), fail);
const token = process.env.HEARTBEAT_ADMIN_TOKEN || randomBytes(24).toString('base64url');
const page = loadPage(fileURLToPath(new URL('dist/', import.meta.url)), fail);

const demo = createDemo((onSocket) =>
  createOrExplain(() =>
    createBackend(
      createHeartbeatGateway,
      {
        path: '/ws',
        // The page asks for a faster one. HEARTBEAT_INTERVAL_MS and HEARTBEAT_TIMEOUT_MS override this one.
        heartbeat: { intervalMs: 5_000, timeoutMs: 15_000 },
        env: { ...process.env, HEARTBEAT_ADMIN_TOKEN: token },
        // The pages' own records, so that an outage can be seen from both ends: GET /heartbeat/sessions/:id/timeline.
        collect: true,
        // Simulated visitors say which network they come from. A gateway on loopback still checks the name it is reached by.
        ...(visitors > 0 ? { trustedProxies: ['127.0.0.1', '::1'] } : {}),
        ...(visitors > 0 && address.host === '127.0.0.1' ? { allowedHosts: ['localhost', '127.0.0.1', '[::1]'] } : {}),
        logger: createLogger(process.env),
      },
      onSocket,
    ),
  ),
);

const server = createServer((request, response) => {
  if (!demo.handle(request, response)) page(request, response);
});
server.on('upgrade', (request, tcp, head) => demo.upgrade(request, tcp, head));

let leaveVisitors = () => {};

server.on('error', (error) => {
  if (error.code === 'EADDRINUSE') {
    fail(`heartbeat-socket demo: port ${address.port} is taken. Use another one: PORT=${address.port + 1} npm start`);
  }
  fail(`heartbeat-socket demo: cannot listen on ${address.host}:${address.port}: ${error.message}`);
});
server.listen(address.port, address.host, () => {
  const isGenerated = !process.env.HEARTBEAT_ADMIN_TOKEN;
  const { port } = server.address();
  console.log(welcome({ host: address.host, port, token, isGenerated, visitors }));
  if (visitors > 0) leaveVisitors = startVisitors(`ws://127.0.0.1:${port}/ws`, visitors);
});

const DRAIN_MS = 10_000;
onSignals({
  close: () => void end(1_500, () => demo.close()),
  drain: () => void end(DRAIN_MS + 2_000, () => demo.drain(DRAIN_MS)),
});

async function end(withinMs, leave) {
  // A connection that does not close, such as one to a page that never reads, is given up after this time.
  setTimeout(() => process.exit(0), withinMs).unref();
  leaveVisitors();
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
