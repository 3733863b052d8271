import { describe, expect, it } from 'vitest';
import { createOwnedSocket } from '../../../src/react/owned/ownedSocket.js';
import { createManualClock } from '../../../src/testing/createManualClock.js';

it('without a URL stays idle when its last user has left, for when React shows the component again', () => {
  const clock = createManualClock();
  const owned = createOwnedSocket(null, { clock });
  owned.acquire()();
  clock.advance(1);
  expect(owned.socket.store.getState().status).toBe('idle');
});

describe('a URL means the same connection', () => {
  const text = 'wss://app.test/ws';
  it.each([
    [text, text, true],
    [text, new URL(text), true],
    [text, `${text}?room=1`, false],
    [null, null, true],
    [null, 'null', false],
    [() => text, () => `${text}?token=2`, true],
    [() => text, text, false],
    [() => text, null, false],
  ])('as another: %o and %o: %o', (one, other, isSame) => {
    expect(createOwnedSocket(one, {}).isFor(other)).toBe(isSame);
    expect(createOwnedSocket(other, {}).isFor(one)).toBe(isSame);
  });
});
