import { spawnSync } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { findIp } from '../../../scripts/find-engines.mjs';
import { waitFor } from '../waitFor.js';

const set = (state: 'up' | 'down'): void => {
  const { status, stderr } = spawnSync(findIp() ?? 'ip', ['link', 'set', 'plug', state], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`cannot set the network ${state}: ${stderr}`);
  if (state === 'up') spawnSync(findIp() ?? 'ip', ['route', 'replace', 'default', 'via', '192.0.2.2']);
};

/**
 * Pulls the plug of the network namespace that `test/engines/run.mjs` made; it is in again after the test. Loopback stays,
 * so that the browser can still be driven.
 *
 * @param isNoticed whether the browser says that it is offline. Firefox now and then overlooks a change: it is made again.
 * @returns puts the plug in again
 */
export async function pullPlug(isNoticed: () => Promise<boolean>): Promise<() => void> {
  onTestFinished(() => set('up'));
  let pulledAt = -Infinity;
  await waitFor('the browser to be offline', async () => {
    if (performance.now() - pulledAt > 5_000) {
      set('up');
      set('down');
      pulledAt = performance.now();
    }
    return isNoticed();
  });
  return () => set('up');
}
