import { createServer } from 'node:http';
import { createHeartbeatGateway } from 'heartbeat-socket/gateway';

const server = createServer((request, response) => {
  if (gateway.handle(request, response)) return; // /heartbeat/…
  response.end(`${gateway.peers.size} connected\n`);
});
const gateway = createHeartbeatGateway({
  server,
  path: '/ws',
  authenticate: (request) => new URL(request.url, 'http://localhost').searchParams.get('token') === 'open-sesame',
});
gateway.on('connection', (socket) => {
  socket.on('message', (data) => gateway.broadcast(String(data)));
});
server.listen(Number(process.env.PORT ?? 8080), () => {
  console.log(`Listening on port ${server.address().port}`);
});

let isLeaving = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => {
    if (isLeaving) return;
    isLeaving = true;
    await gateway.drain({ overMs: 5_000 });
    await gateway.close();
    server.close();
  });
}
