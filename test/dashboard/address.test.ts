import { describe, expect, it } from 'vitest';
import { HOME, parseAddress, placed, toHash, type Address } from '../../src/dashboard/state/address.js';

const SOMEWHERE: Address = {
  screen: 'peers',
  id: 'a/b ?&#ü',
  period: { from: 1_700_000_000_000, to: 1_700_000_600_000 },
  pick: { from: 1_700_000_100_000, to: 1_700_000_200_000 },
  filters: { q: '<b> & "', sort: 'worst' },
};

describe('the address of the page', () => {
  it.each([HOME, SOMEWHERE, { ...HOME, period: { windowMs: 900_000 } }])(
    'says the same after it is read again',
    (address) => {
      expect(parseAddress(toHash(address))).toEqual(address);
    },
  );

  it('is short where there is nothing to say', () => {
    expect(toHash({ ...HOME, screen: 'settings' })).toBe('#settings');
    expect(parseAddress('')).toEqual(HOME);
  });

  it('keeps the period on the way to another screen, and not what belongs to the first', () => {
    expect(placed(SOMEWHERE, { screen: 'events' })).toEqual({
      screen: 'events',
      id: null,
      period: SOMEWHERE.period,
      pick: null,
      filters: {},
    });
  });

  it.each([
    '#overview?window=1e99',
    '#overview?window=NaN',
    '#overview?window=-5',
    '#overview?from=5&to=4',
    '#overview?from=1&to=99999999999999',
    '#overview?from=abc&to=2',
    '#overview?pick=9-3',
    '#overview?unknown=1',
    '#overview/%E0%A4%A',
    '#?',
  ])('leaves out what makes no sense: %s', (hash) => {
    expect(parseAddress(hash)).toEqual(HOME);
  });

  it('is bounded, whatever comes', () => {
    const { filters, id } = parseAddress(`#peers/${'i'.repeat(1_000)}?q=${'x'.repeat(900)}`);
    expect(id).toHaveLength(200);
    expect(filters.q).toHaveLength(200);
  });
});
