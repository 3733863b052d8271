import { createServer } from 'node:http';
import express from 'express';
import { createHeartbeatGateway } from 'heartbeat-socket/gateway';

const app = express();
const server = createServer(app);
const gateway = createHeartbeatGateway({ server, path: '/ws' });

// Health, metrics and the operators' page, before your own routes.
app.use((request, response, next) => {
  if (!gateway.handle(request, response)) next();
});
app.get('/', (_request, response) => {
  response.send(`${gateway.peers.size} connected`);
});

gateway.on('connection', (socket) => {
  socket.on('message', (data) => gateway.broadcast(String(data)));
});
server.listen(Number(process.env.PORT ?? 8080), () => {
  console.log(`Listening on port ${server.address().port}`);
});
