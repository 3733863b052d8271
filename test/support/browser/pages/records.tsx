import { createHeartbeatSocket, sendRecords } from '../../../../src/client/index.js';

// A page that sends its records home. Nothing goes over the socket in the first ten seconds.
const query = new URLSearchParams(location.search);
const socket = createHeartbeatSocket(query.get('url') ?? '', {
  telemetry: sendRecords(),
  random: () => Number(query.get('random') ?? 0.999),
  reconnect: { minDelayMs: 20, baseDelayMs: 30 },
});
Object.assign(window, { heartbeat: socket });
if (query.has('url')) socket.connect();
