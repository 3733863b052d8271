// The smallest gateway that is fit for production: settings from the environment, a drain at SIGTERM. With REDIS_URL it is one
// of several.
import { redisCluster } from 'heartbeat-socket/cluster';
import { createHeartbeatGateway, fileState } from 'heartbeat-socket/gateway';

const { CONFIG_FILE, RELEASE, REDIS_URL } = process.env;
const list = (text) => text?.split(',').filter(Boolean);

/** One of several gateways starts without Redis as well: with the last settings that it knew. */
async function connectToRedis(url) {
  const { Redis } = await import('ioredis');
  const client = new Redis(url);
  client.on('error', ({ message }) => console.error(JSON.stringify({ level: 'error', msg: `Redis: ${message}` })));
  return client;
}

const redis = REDIS_URL && (await connectToRedis(REDIS_URL));
const gateway = createHeartbeatGateway({
  port: Number(process.env.PORT ?? 8080),
  host: process.env.HOST ?? '0.0.0.0',
  // The pages that may connect, and the proxies whose X-Forwarded-For counts.
  origins: list(process.env.ORIGINS),
  trustedProxies: list(process.env.TRUSTED_PROXIES),
  // On a port of its own, which is not published: Prometheus needs no token there.
  admin: { port: Number(process.env.ADMIN_PORT ?? 9090), host: process.env.ADMIN_HOST ?? '0.0.0.0' },
  metrics: { public: true },
  // A file of a ConfigMap, for example; the state of operators' changes stays in the working directory.
  ...(CONFIG_FILE && { configFile: CONFIG_FILE, state: fileState('heartbeat.state.json') }),
  ...(redis && { cluster: redisCluster({ client: redis }), generation: RELEASE }),
});

gateway.on('connection', (socket) => {
  // Your application.
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
});

await gateway.ready;
console.log(JSON.stringify({ listening: gateway.address(), admin: gateway.adminAddress() }));

async function leave() {
  await gateway.drain({ overMs: Number(process.env.DRAIN_MS ?? 25_000) });
  await gateway.close();
  // The gateway has closed its own connection to Redis, which it made like this one: this one keeps the process up.
  if (redis) redis.disconnect();
}
process.once('SIGTERM', () => void leave());
