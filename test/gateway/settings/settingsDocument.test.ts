import { describe, expect, it } from 'vitest';
import {
  parseDrainOrder,
  parseGuardOrder,
  parseNoticeOrder,
  parseRollback,
  parseSettingsFile,
  parseSettingsPatch,
} from '../../../src/gateway/settings/settingsDocument.js';

const written = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
const INTERVAL = 'must be an integer from 1000 to 300000 (milliseconds)';

describe('a configuration file', () => {
  it.each([
    [{}],
    [{ $schema: 'https://example.com/schema.json' }],
    [{ heartbeat: {} }],
    [{ heartbeat: { intervalMs: 20_000, timeoutMs: 60_000, admitPerSecond: 5, logLevel: 'warn' } }],
  ])('may be %j', (value) => {
    expect(parseSettingsFile(written(value))).toEqual({ ok: true, value });
  });

  it.each([
    ['{', 'is not JSON'],
    ['', 'is not JSON'],
    ['[]', 'must be an object'],
    ['null', 'must be an object'],
    [{ heartbeats: {} }, 'heartbeats is not known'],
    [{ heartbeat: [] }, 'heartbeat must be an object'],
    [{ heartbeat: null }, 'heartbeat must be an object'],
    [{ heartbeat: { interval: 5_000 } }, 'heartbeat.interval is not known'],
    [{ heartbeat: { intervalMs: 999 } }, `heartbeat.intervalMs ${INTERVAL}`],
    [{ heartbeat: { intervalMs: null } }, `heartbeat.intervalMs ${INTERVAL}`],
    [{ heartbeat: { timeoutMs: 999 } }, expect.stringMatching(/^heartbeat\.timeoutMs must be an integer from 1000 to/)],
    [
      { heartbeat: { admitPerSecond: 0 } },
      expect.stringMatching(/^heartbeat\.admitPerSecond must be an integer from 1 to/),
    ],
    [
      { heartbeat: { logLevel: 'loud' } },
      expect.stringMatching(/^heartbeat\.logLevel must be one of debug, info, warn, error/),
    ],
  ])('is wrong as %j, and how is said', (value, message) => {
    expect(parseSettingsFile(written(value))).toEqual({ ok: false, message });
  });

  it('cannot put anything into a log but text of a bounded length', () => {
    const parsed = parseSettingsFile(written({ [`${'x'.repeat(500)}\r\n`]: 1 }));
    expect(parsed).toMatchObject({ ok: false });
    expect((parsed as { message: string }).message.length).toBeLessThan(120);
    expect(parseSettingsFile('{"\\r\\n\\u001b[31m":1}')).toEqual({
      ok: false,
      message: expect.not.stringMatching(/\p{Cc}/u),
    });
  });
});

describe('a change', () => {
  it.each([
    [{ intervalMs: 20_000 }],
    [{ intervalMs: null, timeoutMs: null, admitPerSecond: null, logLevel: null }],
    [{ logLevel: 'silent', reason: 'why', guard: null, force: true, dryRun: false }],
  ])('may be %j, bare or under `heartbeat`', (value) => {
    expect(parseSettingsPatch(written(value))).toEqual({ ok: true, value });
    expect(parseSettingsPatch(written({ heartbeat: value }))).toEqual({ ok: true, value });
  });

  it.each([
    ['nonsense', 'is not JSON'],
    ['3', 'must be an object'],
    ['null', 'must be an object'],
    [{ heartbeat: null }, 'heartbeat must be an object'],
    [{ heartbeat: { intervalMs: 5 } }, `heartbeat.intervalMs ${INTERVAL}`],
    [{ heartbeat: { intervalMs: 20_000 }, reason: 'beside it' }, 'reason is not known'],
    [{ intervalMs: 5 }, `intervalMs ${INTERVAL}`],
    [{ reason: 'only why' }, 'must name one of intervalMs, timeoutMs, admitPerSecond, logLevel'],
    [{ intervalMs: 20_000, reason: 'x'.repeat(501) }, 'reason must be text of at most 500 characters'],
    [{ intervalMs: 20_000, guard: 'no' }, 'guard must be null, or not given'],
    [{ intervalMs: 20_000, force: 1 }, 'force must be true or false'],
    [{ intervalMs: 20_000, dryRun: 'yes' }, 'dryRun must be true or false'],
    [{ intervalMs: 20_000, version: 3 }, 'version is not known'],
  ])('is wrong as %j, and how is said', (value, message) => {
    expect(parseSettingsPatch(written(value))).toEqual({ ok: false, message });
  });
});

const ORDERS = {
  'an end of a trial': parseGuardOrder,
  'a way back': parseRollback,
  'a drain': parseDrainOrder,
  'a notice': parseNoticeOrder,
} as const;

describe('other orders', () => {
  it.each([
    ['an end of a trial', { action: 'promote' }],
    ['an end of a trial', { action: 'revert' }],
    ['a way back', { version: 3, reason: 'why', dryRun: true }],
    ['a drain', { overMs: 0 }],
    ['a drain', { overMs: 3_600_000, rolling: true, keep: 'v2' }],
    ['a notice', { text: { en: 'Soon', 'de-CH': 'Bald' }, level: 'warning', forMs: 1_000 }],
  ] as const)('%s may be %j', (what, value) => {
    expect(ORDERS[what](written(value))).toEqual({ ok: true, value });
  });

  it('a drain may come without a word', () => {
    expect([parseDrainOrder(''), parseDrainOrder(' \n')]).toEqual([
      { ok: true, value: {} },
      { ok: true, value: {} },
    ]);
  });

  it.each([
    ['an end of a trial', {}, 'action is missing'],
    ['a way back', {}, 'version is missing'],
    ['a notice', {}, 'text is missing'],
    ['an end of a trial', { action: 'stop' }, 'action must be "promote" or "revert"'],
    ['a way back', { version: 0 }, 'version must be an integer from 1 to 9007199254740991'],
    ['a way back', { version: 1, intervalMs: 5_000 }, 'intervalMs is not known'],
    ['a drain', { overMs: -1 }, 'overMs must be an integer from 0 to 3600000 (milliseconds)'],
    ['a drain', { over: 1 }, 'over is not known'],
    ['a drain', '[]', 'must be an object'],
    ['a notice', { text: {} }, 'text must have a text in at least one language'],
    ['a notice', { text: { english: 'Soon' } }, expect.stringContaining('must be a language, e.g. "en"')],
    ['a notice', { text: { en: ' \n' } }, 'text.en is empty'],
    ['a notice', { text: { en: 'x'.repeat(501) } }, 'text.en must be text of at most 500 characters'],
    ['a notice', { text: { en: 'x' }, level: 'loud' }, 'level must be one of info, warning'],
    ['a notice', { text: { en: 'x' }, forMs: 999 }, 'forMs must be an integer from 1000 to 86400000 (milliseconds)'],
    ['a notice', 'Soon', 'is not JSON'],
  ] as const)('%s is wrong as %j, and how is said', (what, value, message) => {
    expect(ORDERS[what](written(value))).toEqual({ ok: false, message });
  });
});
