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

/**
 * Tests that look at every screen in every width, theme and direction: they compute for minutes, and measure no times. The
 * walks through the same pages stay in `npm test`.
 */
export const looks = ['test/e2e/{dashboardScreens,everyday}.test.ts'];

/** Tests that mount the same thing a thousand times. */
export const soaks = ['test/e2e/leaks.test.ts'];

/** Tests that kill or restart gateways under many clients: they need the whole machine. */
export const fleets = ['test/integration/{cluster,restartQuestions}.test.ts'];

/** The quick start in a fresh app, with the packed package. */
export const freshApps = ['test/packaging/firstUse.test.ts'];
