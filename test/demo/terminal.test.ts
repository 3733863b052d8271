import { expect, it } from 'vitest';
import type { HeartbeatLogger } from '../../src/protocol/logger.js';
// @ts-expect-error -- plain JavaScript
import { createLogger } from '../../demo/server/logger.mjs';
// @ts-expect-error -- plain JavaScript
import { welcome } from '../../demo/server/welcome.mjs';

it('prints the address, what to try, and the dashboard with its throw-away token', () => {
  const text = welcome({ host: '127.0.0.1', port: 8_080, token: 'secret', isGenerated: true, visitors: 200 }) as string;
  expect(text).toMatch(/Open +http:\/\/localhost:8080\n/);
  expect(text).toMatch(/Operators +http:\/\/localhost:8080\/heartbeat\/\n +Token +secret\n/);
  expect(text.trim().split('\n').length).toBeLessThan(10);
  const own = welcome({ host: '0.0.0.0', port: 80, token: 'secret', isGenerated: false }) as string;
  expect(own).not.toContain('secret');
});

it('says nothing of what the visitors lose, and does not hide a problem', () => {
  const lines: string[] = [];
  const log = createLogger({}, { write: (line: string) => lines.push(line) }) as Partial<HeartbeatLogger>;
  log.info?.({ kind: 'connection.closed' }, 'connection.closed');
  log.warn?.({ kind: 'heartbeat.timeout' }, 'heartbeat.timeout');
  log.warn?.({ kind: 'peer.rejected', reason: 'overload' }, 'peer.rejected');
  expect(lines).toEqual([]);
  log.warn?.({ kind: 'peer.rejected', reason: 'origin' }, 'peer.rejected');
  log.warn?.({ kind: 'settings.rejected' }, 'settings.rejected');
  log.error?.({ kind: 'listener.failed' }, 'listener.failed');
  expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
    'peer.rejected',
    'settings.rejected',
    'listener.failed',
  ]);
});
