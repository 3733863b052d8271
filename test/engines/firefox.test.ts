import { expect, it } from 'vitest';
import { startFirefox } from '../support/engines/puppeteerEngine.js';
import { engineWorld } from '../support/engines/engineWorld.js';
import { startChaosProxy } from '../support/network/chaosProxy.js';
import { startEchoServer } from '../support/network/echoServer.js';
import { waitFor } from '../support/waitFor.js';
import { outageSteps } from './outageSteps.js';
import { pageSteps } from './pageSteps.js';

const world = engineWorld(startFirefox);
pageSteps(world);
outageSteps(world);

// `network.websocket.delay-failed-reconnects`: a dial to a path that failed before waits, longer each time, up to a minute.
it('dials that Firefox held back to another’s backend blame no server, and use up no attempts', async () => {
  const backend = await startEchoServer();
  const proxy = await startChaosProxy({ target: backend });
  const options = { connectTimeoutMs: 2_500, reconnect: { maxAttempts: 30, minDelayMs: 100, baseDelayMs: 0 } };
  const app = await world.open(options, {}, `${proxy.url}/`);
  proxy.refuse();
  proxy.resetAll();
  const failures = () => app.events('connect.failed');
  await waitFor('dials that are held', async () => (await failures()).length >= 12, 50_000);
  proxy.accept();
  await app.shows('open');
  const failed = await failures();
  expect(failed.filter((record) => record.kind === 'connect.failed' && record.cause === 'connect-timeout')).toEqual([]);
  const held = failed.filter((record) => record.kind === 'connect.failed' && record.message === undefined);
  expect(held.length).toBeGreaterThan(0);
  expect((await app.snapshot()).attempt).toBeLessThanOrEqual(failed.length - held.length + 1);
});
