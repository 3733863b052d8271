import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRiseHistory } from '../../../src/gateway/alerts/riseHistory.js';
import { HISTORY_ROWS } from '../../../src/gateway/alerts/slowRiseRule.js';
import { fileState, memoryState } from '../../../src/gateway/index.js';
import { createGatewayClock } from '../../support/gateway/gatewayClock.js';
import { ADMIN as admin, startGateway } from '../../support/gateway/gateways.js';
import { makeFolder } from '../../support/folder.js';

const ROW_MS = 300_000;
const NOW = Date.UTC(2026, 0, 10);
const open = () => memoryState().open(createGatewayClock());

/** A state that an earlier gateway has left, with so many rows. */
async function kept(length: number) {
  const state = open();
  const history = openRiseHistory(state, NOW);
  for (let row = 0; row < length; row += 1) {
    history.silent.push({ events: row, connections: 100 });
    history.reconnects.push(row === 3 ? null : { events: 1, connections: 100 });
    history.rowAdded(NOW);
  }
  await history.save(NOW);
  return state;
}

describe('the counts of the last days', () => {
  it('outlive the gateway; the time without one is unknown, not zero', async () => {
    const history = openRiseHistory(await kept(20), NOW + 3 * ROW_MS);
    expect(history.silent).toHaveLength(23);
    expect(history.silent[19]).toEqual({ events: 19, connections: 100 });
    expect(history.silent.slice(20)).toEqual([null, null, null]);
    expect(history.reconnects[3]).toBeNull();
  });
  it('are of eight days at most', async () => {
    const history = openRiseHistory(await kept(HISTORY_ROWS), NOW + 90 * 86_400_000);
    expect(history.silent).toHaveLength(HISTORY_ROWS);
    expect(history.silent.every((row) => row === null)).toBe(true);
  });
  it('are not kept before there is an hour of them', async () => {
    expect((await kept(11)).read('counts')).toBeUndefined();
    expect((await kept(12)).read('counts')).toBeDefined();
  });
  it.each([
    ['text', 'nonsense'],
    ['other rows', { endedAt: NOW, silent: [[1]], reconnects: [] }],
    ['negative counts', { endedAt: NOW, silent: [[-1, 5]], reconnects: [] }],
    ['too many rows', { endedAt: NOW, silent: Array(HISTORY_ROWS + 1).fill(null), reconnects: [] }],
    ['a time to come', { endedAt: NOW + 86_400_000, silent: [[1, 5]], reconnects: [[1, 5]] }],
  ])('that make no sense are as good as none: %s', async (_, stored) => {
    const state = open();
    await state.save('counts', stored);
    expect(openRiseHistory(state, NOW).silent).toEqual([]);
  });
  it('are kept by a gateway that closes', async () => {
    const clock = createGatewayClock();
    const store = fileState(join(makeFolder(), 'state.json'));
    const { gateway } = await startGateway({ admin, clock, state: store });
    await clock.advance(13 * ROW_MS);
    await gateway.close();
    expect(openRiseHistory(store.open(clock), clock.wallNow()).silent).toHaveLength(13);
  });
});
