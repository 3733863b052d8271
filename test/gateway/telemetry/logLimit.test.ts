import pino from 'pino';
import { expect, it } from 'vitest';
import { createGatewayClock } from '../../support/gateway/gatewayClock.js';
import { startGateway, upgradeStatus } from '../../support/gateway/gateways.js';

it('writes twenty refusals a second, and then says how many it left out', async () => {
  const lines: { kind: string; suppressed?: number }[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line)) });
  const clock = createGatewayClock();
  const { url, events } = await startGateway({ clock, logger, requireOrigin: true });
  const refuse = (count: number) => Promise.all(Array.from({ length: count }, () => upgradeStatus(url)));
  await refuse(50);
  expect(lines).toHaveLength(20);
  // Listeners still get every record.
  expect(events).toHaveLength(50);
  clock.drift(1_000);
  await refuse(1);
  expect(lines.at(-1)).toMatchObject({ kind: 'peer.rejected', suppressed: 30 });
});
