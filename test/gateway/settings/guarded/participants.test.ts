import { describe, expect, it } from 'vitest';
import {
  batchSchema,
  endingSchema,
  fromLetter,
  invitationSchema,
  peopleSchema,
  standingSchema,
  toLetter,
} from '../../../../src/gateway/settings/guarded/guardLetters.js';
import { toParticipant, toTrialClose } from '../../../../src/gateway/settings/guarded/participants.js';
import * as v from 'valibot';

const person = (sessionId: string | null, remote = '192.0.2.1') => ({ sessionId, remote });

describe('a person, as a trial knows people', () => {
  it('is the same on every gateway, and another one in every trial', () => {
    const one = toParticipant(person('session-1'), 'guard-2-1');
    expect(toParticipant(person('session-1'), 'guard-2-1')).toEqual(one);
    expect(toParticipant(person('session-1'), 'guard-3-1')).not.toEqual(one);
    expect(toParticipant(person('session-2'), 'guard-2-1')).not.toEqual(one);
  });

  it('tells neither session nor address', () => {
    expect(JSON.stringify(toParticipant(person('session-1'), 'guard-2-1'))).not.toMatch(/session-1|192\.0\.2/);
  });

  it('has a place between 0 and 1, and places are spread', () => {
    const places = Array.from({ length: 1_000 }, (_none, index) => toParticipant(person(`s${index}`), 'g')!.place);
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...places)).toBeLessThan(1);
    const below = places.filter((place) => place < 0.2).length;
    expect(below).toBeGreaterThan(150);
    expect(below).toBeLessThan(250);
  });

  it('shares a block with others of the same address, or of the same /64', () => {
    const block = (remote: string) => toParticipant(person('s', remote), 'g')!.block;
    expect(block('192.0.2.1')).toBe(block('192.0.2.1'));
    expect(block('192.0.2.1')).not.toBe(block('192.0.2.2'));
    expect(block('2001:db8::1')).toBe(block('2001:db8::2'));
    expect(block('unknown')).toBeNull();
  });

  it('is unknown without a session', () => {
    expect(toParticipant(person(null), 'g')).toBeNull();
  });

  it('survives the way to another gateway', () => {
    for (const remote of ['192.0.2.1', 'unknown']) {
      const one = toParticipant(person('session-1', remote), 'g')!;
      const letter = JSON.parse(JSON.stringify([toLetter(one)]));
      expect(v.parse(peopleSchema, letter).map(fromLetter)).toEqual([one]);
    }
  });
});

describe('how a connection ended', () => {
  it.each([
    ['abnormal', true, false],
    ['heartbeat_timeout', false, true],
    ['normal', false, false],
    ['shutdown', false, false],
  ] as const)('counts as it did: %s', (reason, isAbnormal, isHeartbeatTimeout) => {
    expect(toTrialClose({ triesSince: null }, reason, 5_000, 9_000)).toEqual({
      isAbnormal,
      isHeartbeatTimeout,
      silentMs: 5_000,
    });
  });

  it('was silent no longer than since it was told of the change', () => {
    expect(toTrialClose({ triesSince: 7_000 }, 'abnormal', 5_000, 9_000).silentMs).toBe(2_000);
    expect(toTrialClose({ triesSince: 1_000 }, 'abnormal', 5_000, 9_000).silentMs).toBe(5_000);
  });
});

describe('a letter between gateways', () => {
  const arrived = ['arrived', 5, 'block', true];
  const left = ['left', 5, true, false, 1_000];
  const batch = { trial: 't', from: 'f', first: 0, events: [arrived, left] };

  it('is read as it was written', () => {
    expect(v.parse(batchSchema, batch)).toEqual(batch);
    expect(v.parse(standingSchema, null)).toBeNull();
    expect(v.parse(standingSchema, { line: 0.5, guard: null })).toEqual({ line: 0.5, guard: null });
    expect(v.parse(invitationSchema, { trial: 't', leader: 'l' })).toEqual({ trial: 't', leader: 'l' });
  });

  it.each([
    ['a person of a negative number', peopleSchema, [[-1, null]]],
    ['a person of half a number', peopleSchema, [[0.5, null]]],
    ['a person of a number that no hash has', peopleSchema, [[2 ** 48, null]]],
    ['a long block', peopleSchema, [[1, 'x'.repeat(13)]]],
    ['another event', batchSchema, { ...batch, events: [['moved', 5]] }],
    ['a negative silence', batchSchema, { ...batch, events: [['left', 5, true, false, -1]] }],
    ['a long name', batchSchema, { ...batch, trial: 'x'.repeat(101) }],
    ['half an event', batchSchema, { ...batch, first: 0.5 }],
    ['another action', endingSchema, { trial: 't', action: 'stop', by: { subject: 'ada', remote: 'r' } }],
    ['no author', endingSchema, { trial: 't', action: 'revert' }],
    ['a trial that makes no sense', standingSchema, { line: 0.5, guard: {} }],
  ])('makes no sense with %s', (_what, schema, value) => {
    expect(v.safeParse(schema as v.GenericSchema, value).success).toBe(false);
  });
});
