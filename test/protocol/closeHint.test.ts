import { expect, it } from 'vitest';
import { encodeCloseHint, parseCloseHint } from '../../src/protocol/closeHint.js';

const bytes = (text: string): number => new TextEncoder().encode(text).length;

it.each([
  ['restart', 'restart'],
  ['', ''],
  ['x'.repeat(200), /^x{50,}$/],
  ['😀'.repeat(100), /^(😀){10,}$/u],
  ['\t"\\'.repeat(60), /^(\t|"|\\)+$/],
])('a hint with the reason %j fits a close frame, and is read as it was written', (why, said) => {
  const text = encodeCloseHint({ afterMs: 2_147_483_647, windowMs: 2_147_483_646 }, why);
  expect(bytes(text)).toBeLessThanOrEqual(123);
  expect(parseCloseHint(text)).toEqual({ afterMs: 2_147_483_647, windowMs: 2_147_483_646 });
  expect(JSON.parse(text).reason).toMatch(said);
});

it.each([
  'restart',
  '{}',
  '{"afterMs":0}',
  '{"afterMs":-1,"windowMs":5}',
  '{"afterMs":0,"windowMs":"5"}',
  '{"afterMs":0,"windowMs":2147483648}',
  '{"afterMs":0,"windowMs":5',
])('%s is no hint', (reason) => {
  expect(parseCloseHint(reason)).toBeUndefined();
});
