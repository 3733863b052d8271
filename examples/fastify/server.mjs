import Fastify from 'fastify';
import { createHeartbeatGateway } from 'heartbeat-socket/gateway';

const app = Fastify();
const gateway = createHeartbeatGateway({ server: app.server, path: '/ws' });

// Health, metrics and the operators' page, before your own routes.
app.addHook('onRequest', async (request, reply) => {
  if (gateway.handle(request.raw, reply.raw)) reply.hijack();
});
app.get('/', async () => `${gateway.peers.size} connected`);

gateway.on('connection', (socket) => {
  socket.on('message', (data) => gateway.broadcast(String(data)));
});
await app.listen({ port: Number(process.env.PORT ?? 8080) });
console.log(`Listening on port ${app.server.address().port}`);
