import { describe, expect, it } from 'vitest';
import { resolveMachineConfig, type MachineOptions } from '../../src/machine/options.js';
import { HeartbeatOptionError } from '../../src/protocol/options/optionError.js';

describe('options', () => {
  it('have the documented defaults', () => {
    expect(resolveMachineConfig()).toMatchObject({
      heartbeat: {
        intervalMs: 25_000,
        timeoutMs: 75_000,
        detection: 'adaptive',
        maxMissed: 3,
        follow: true,
        bounds: { minMs: 1_000, maxMs: 300_000 },
        chosen: false,
      },
      reconnect: {
        maxAttempts: 10,
        minDelayMs: 500,
        baseDelayMs: 1_000,
        maxDelayMs: 30_000,
        stableAfterMs: 10_000,
      },
      connectTimeoutMs: 10_000,
      authTimeoutMs: 120_000,
      lostAfterMs: 1_000,
      pauseAfterMs: null,
    });
  });

  it('let the timeout follow the interval, as three intervals', () => {
    expect(resolveMachineConfig({ heartbeat: { intervalMs: 500 } }).heartbeat?.timeoutMs).toBe(1_500);
    expect(resolveMachineConfig({ heartbeat: { intervalMs: 2_000_000_000 } }).heartbeat?.timeoutMs).toBe(2_147_483_647);
  });

  it.each<[string, unknown]>([
    ['heartbeat.intervalMs', { heartbeat: { intervalMs: 0 } }],
    ['heartbeat.intervalMs', { heartbeat: { intervalMs: -1 } }],
    ['heartbeat.intervalMs', { heartbeat: { intervalMs: Number.NaN } }],
    ['heartbeat.intervalMs', { heartbeat: { intervalMs: '1000' } }],
    ['heartbeat.intervalMs', { heartbeat: { intervalMs: 1.5 } }],
    ['heartbeat.intervalMs', { heartbeat: { intervalMs: Infinity } }],
    ['heartbeat.intervalMs', { heartbeat: { intervalMs: 2_147_483_648 } }],
    ['heartbeat.timeoutMs', { heartbeat: { timeoutMs: 0 } }],
    ['heartbeat.detection', { heartbeat: { detection: 'guess' } }],
    ['heartbeat.maxMissed', { heartbeat: { maxMissed: 0 } }],
    ['whenHidden.pauseAfterMs', { whenHidden: { pauseAfterMs: -1 } }],
    ['heartbeat.bounds.minMs', { heartbeat: { bounds: { minMs: 10, maxMs: 5 } } }],
    ['heartbeat.bounds.maxMs', { heartbeat: { bounds: { minMs: 10 } } }],
    ['reconnect.maxAttempts', { reconnect: { maxAttempts: -1 } }],
    ['reconnect.maxAttempts', { reconnect: { maxAttempts: 1.5 } }],
    ['reconnect.minDelayMs', { reconnect: { minDelayMs: 2_147_483_647 } }],
    ['reconnect.minDelayMs', { reconnect: { minDelayMs: Number.NaN } }],
    ['reconnect.minDelayMs', { reconnect: { minDelayMs: 'x' } }],
    ['reconnect.baseDelayMs', { reconnect: { baseDelayMs: 2, maxDelayMs: 1 } }],
    ['reconnect.maxDelayMs', { reconnect: { maxDelayMs: Infinity } }],
    ['reconnect.stableAfterMs', { reconnect: { stableAfterMs: 'x' } }],
    ['connectTimeoutMs', { connectTimeoutMs: 0 }],
    ['lostAfterMs', { lostAfterMs: Infinity }],
  ])('%s: %o is refused by name', (option, options) => {
    expect(() => resolveMachineConfig(options as MachineOptions)).toThrow(HeartbeatOptionError);
    expect(() => resolveMachineConfig(options as MachineOptions)).toThrow(`heartbeat-socket: ${option} must be `);
  });

  it('say what, why and the mend', () => {
    expect(() => resolveMachineConfig({ heartbeat: { intervalMs: Number.NaN } })).toThrow(
      'heartbeat-socket: heartbeat.intervalMs must be an integer from 1 to 2147483647, got NaN',
    );
  });
});
