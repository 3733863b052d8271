import { createHeartbeatGateway } from 'heartbeat-socket/gateway';

const gateway = createHeartbeatGateway({ port: Number(process.env.PORT ?? 8080) });
gateway.on('connection', (socket) => {
  socket.on('message', (data) => gateway.broadcast(String(data)));
});
await gateway.ready;
console.log(`Listening on port ${gateway.address().port}. Press Ctrl+C to stop.`);
