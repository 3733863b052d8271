/**
 * Tests that wait for other people's clients and servers: together they would make `npm test` longer than its 15 minutes, so
 * they wait with the others of `npm run test:long`. Socket.io and graphql-ws, the probe of the packed package and the names of
 * the metrics stay in `npm test`.
 */
export const foreign = [
  'test/observe/{centrifuge,mqtt,phoenix,platform,pusher,signalR,yjs}.test.ts',
  'test/cli/{probeFailures,probeProxies}.test.ts',
  'test/ops/prometheus.test.ts',
];
