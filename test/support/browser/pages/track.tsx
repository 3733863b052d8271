import { createHeartbeatSocket, performanceSink } from '../../../../src/client/index.js';

const url = new URLSearchParams(location.search).get('url') ?? '';
const socket = createHeartbeatSocket(url, { heartbeat: { intervalMs: 1_000 }, log: { sinks: [performanceSink()] } });
socket.connect();
Object.assign(window, { heartbeat: socket });
