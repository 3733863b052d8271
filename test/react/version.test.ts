// @vitest-environment node
import { version } from 'react';
import { version as domVersion } from 'react-dom';
import { expect, it } from 'vitest';

it('runs on the React version that this test project is for', () => {
  const expected = process.env['VITEST_PROJECT_REACT'] ?? '19';
  expect(version.split('.')[0]).toBe(expected);
  expect(domVersion).toBe(version);
});
