import { expect, it, onTestFinished, vi } from 'vitest';
import { createSessionId } from '../../src/client/sessionId.js';

it.each([undefined, {}, { randomUUID: () => 'x' }])(
  'needs no random source: with the crypto %o an id is made all the same',
  (crypto) => {
    vi.stubGlobal('crypto', crypto);
    onTestFinished(() => void vi.unstubAllGlobals());
    expect(createSessionId()).not.toBe(createSessionId());
  },
);
