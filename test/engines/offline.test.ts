import { describe, expect, it } from 'vitest';
import { BANNER, engineWorld } from '../support/engines/engineWorld.js';
import { pullPlug } from '../support/engines/network.js';
import { startChromium, startFirefox } from '../support/engines/puppeteerEngine.js';
import { startWebKit } from '../support/engines/webkitEngine.js';
import { waitFor } from '../support/waitFor.js';

// In a file that runs alone, as all browsers of this network hear of its plug.
describe.each([
  ['Chromium', startChromium],
  ['Firefox', startFirefox],
  ['WebKit', startWebKit],
] as const)('%s', (_name, start) => {
  const world = engineWorld(start);

  it('a network that is gone is said to be, and the page is open again within a second of its return', async () => {
    const app = await world.open();
    const plugIn = await pullPlug(() => app.evaluate('!navigator.onLine'));
    world.kill();
    await app.shows('offline');
    await waitFor('the banner', () => app.evaluate(`${BANNER}?.textContent.includes('You’re offline') ?? false`));
    world.proxy.accept();
    await app.evaluate(`(() => {
      addEventListener('online', () => (window.onlineAt = performance.now()));
      heartbeat.onEvent(({ kind }) => kind === 'connect.opened' && (window.openedAt = performance.now()));
    })()`);
    plugIn();
    await app.shows('open');
    expect(await app.evaluate<number>('openedAt - onlineAt')).toBeLessThan(1_000);
  });
});
