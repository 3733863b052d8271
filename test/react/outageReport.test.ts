// @vitest-environment node
import { describe, expect, it } from 'vitest';
import {
  isDialing,
  isUp,
  nextReport,
  toStage,
  type OutageReport,
  type OutageStage,
} from '../../src/react/outageReport.js';
import type { ConnectionStatus } from '../../src/machine/status.js';
import { createScriptedSocket } from '../../src/testing/createScriptedSocket.js';

const snapshot = createScriptedSocket().store.getState();

describe('the stage of an outage', () => {
  // Typed, so that a new status has to be put here.
  const stages: Record<ConnectionStatus, [first: OutageStage, onceLost: OutageStage]> = {
    idle: ['ended', 'ended'],
    connecting: ['quiet', 'quiet'],
    open: ['up', 'up'],
    degraded: ['up', 'up'],
    reconnecting: ['quiet', 'lost'],
    offline: ['quiet', 'lost'],
    paused: ['quiet', 'quiet'],
    failed: ['failed', 'failed'],
    closed: ['ended', 'ended'],
  };

  it.each(Object.entries(stages))('of the status %s is %o: at first, and once the outage is lost', (name, expected) => {
    const status = name as ConnectionStatus;
    expect([false, true].map((lost) => toStage({ ...snapshot, status, lost }))).toEqual(expected);
    expect(isUp(status)).toBe(expected[0] === 'up');
  });

  it.each(['connecting', 'reconnecting', 'offline'] as const)('%s is dialing unless it waits', (status) => {
    expect(isDialing({ ...snapshot, status, nextRetryAt: null })).toBe(true);
    expect(isDialing({ ...snapshot, status, nextRetryAt: 5 })).toBe(false);
  });

  it.each(['idle', 'open', 'degraded', 'paused', 'failed', 'closed'] as const)('%s is never dialing', (status) => {
    expect(isDialing({ ...snapshot, status, nextRetryAt: null })).toBe(false);
  });
});

describe('the news of an outage', () => {
  const news = (...stages: OutageStage[]): OutageReport['news'][] => {
    let report: OutageReport | null = null;
    return stages.map((stage) => (report = nextReport(report, stage)).news);
  };

  it.each<[string, OutageStage[], OutageReport['news'][]]>([
    ['of a drop that heals in time is nothing', ['up', 'quiet', 'up'], [null, null, null]],
    ['tells the loss and the return', ['up', 'quiet', 'lost', 'up'], [null, null, 'lost', 'restored']],
    ['tells the failure after the loss', ['lost', 'failed', 'up'], ['lost', 'failed', 'restored']],
    ['does not tell another attempt after the failure', ['failed', 'lost', 'failed'], ['failed', null, 'failed']],
    ['does not tell the return after the app ended it', ['lost', 'ended', 'quiet', 'up'], ['lost', null, null, null]],
    ['tells the next outage again', ['lost', 'up', 'lost'], ['lost', 'restored', 'lost']],
  ])('%s', (_, stages, expected) => {
    expect(news(...stages)).toEqual(expected);
  });
});
