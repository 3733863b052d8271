// A gateway that keeps its settings in a file, as a process that a test can kill at any instant.
import { createHeartbeatGateway, fileState } from '../../../src/gateway/index.js';

const gateway = createHeartbeatGateway({
  port: 0,
  host: '127.0.0.1',
  env: {},
  configFile: false,
  admin: { operatorToken: 'operator-token' },
  state: fileState(process.argv[2] ?? ''),
});
await gateway.ready;
process.stdout.write(`${gateway.address()?.port}\n`);
