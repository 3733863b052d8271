import { createHeartbeatSocket, workerTimer } from '../../../../src/client/index.js';

const query = new URLSearchParams(location.search);
const url = query.get('url');
const policy = query.get('policy');
if (policy) {
  const meta = document.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = policy;
  document.head.append(meta);
}
const socket = createHeartbeatSocket(url, { heartbeat: { intervalMs: 200, timer: workerTimer() } });
socket.connect();

Object.assign(window, {
  stop: () => socket.destroy(),
  seen: () => ({
    pings: socket.log.filter(({ kind }) => kind === 'ping.sent').length,
    fallbacks: socket.log.flatMap((record) => (record.kind === 'timer.fallback' ? [record.message] : [])),
  }),
});
