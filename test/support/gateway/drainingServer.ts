// A gateway as it runs in production: SIGTERM drains it, and then the process ends by itself, as nothing keeps it alive.
import { createHeartbeatGateway } from '../../../src/gateway/index.js';

const overMs = Number(process.argv[2]);
const gateway = createHeartbeatGateway({ port: 0, host: '127.0.0.1', env: {}, configFile: false });
let isDraining = false;
process.on('SIGTERM', () => {
  if (isDraining) return;
  isDraining = true;
  void gateway.drain({ overMs }).then(async () => {
    process.stdout.write(`${JSON.stringify(gateway.stats().closed)}\n`);
    await gateway.close();
  });
});
await gateway.ready;
process.stdout.write(`${gateway.address()?.port}\n`);
