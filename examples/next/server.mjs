import { createServer, Server } from 'node:http';
import { createHeartbeatGateway } from 'heartbeat-socket/gateway';
import next from 'next';

const dev = process.env.NODE_ENV !== 'production';
const upgradesForNext = new Server(); // listens nowhere
const app = next({ dev, httpServer: upgradesForNext });
await app.prepare();
const answer = app.getRequestHandler();
const server = createServer((request, response) => {
  if (!gateway.handle(request, response)) void answer(request, response);
});
const gateway = createHeartbeatGateway({ server, path: '/ws' });
gateway.on('connection', (socket) => {
  socket.on('message', (data) => gateway.broadcast(String(data)));
});
if (dev) {
  server.on('upgrade', (request, socket, head) => {
    if (request.url.startsWith('/_next/')) upgradesForNext.emit('upgrade', request, socket, head);
  });
}
server.listen(Number(process.env.PORT ?? 3000), () => {
  console.log(`Listening on port ${server.address().port}`);
});
