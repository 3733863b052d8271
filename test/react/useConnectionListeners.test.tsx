import { act, render } from '@testing-library/react';
import { StrictMode, type ReactNode } from 'react';
import { expect, it } from 'vitest';
import type { ConnectionSnapshot } from '../../src/client/snapshot/snapshot.js';
import { useConnectionListeners, type ConnectionListeners } from '../../src/react/index.js';
import { createScriptedSocket } from '../../src/testing/index.js';

const story = (steps: Partial<ConnectionSnapshot>[]): string[] => {
  const told: string[] = [];
  const socket = createScriptedSocket({ status: 'open' });
  const Toasts = (listeners: ConnectionListeners): ReactNode => {
    useConnectionListeners(listeners, socket);
    return null;
  };
  render(
    <StrictMode>
      <Toasts
        onLost={({ cause }) => told.push(`lost ${cause}`)}
        onRestored={() => told.push('restored')}
        onFailed={() => told.push('failed')}
      />
    </StrictMode>,
  );
  for (const step of steps) act(() => socket.set(step));
  return told;
};
const drop: Partial<ConnectionSnapshot> = { status: 'reconnecting', cause: 'closed', lost: false };
const open: Partial<ConnectionSnapshot> = { status: 'open', cause: null, lost: false };

it('calls nothing for a drop that heals in time', () => {
  expect(story([drop, open, drop, open])).toEqual([]);
});

it('calls each listener once in an outage', () => {
  const outage = [drop, { lost: true }, { nextRetryAt: 5 }, { nextRetryAt: null }, { status: 'failed' as const }];
  expect(story([...outage, { status: 'reconnecting' }, open, open])).toEqual(['lost closed', 'failed', 'restored']);
});

it('calls back for a failure without a loss before it, and for its end', () => {
  expect(story([{ status: 'failed', lost: true, cause: 'auth' }, open])).toEqual(['failed', 'restored']);
});

it('does not call `onRestored` when the app ends the connection in between', () => {
  expect(story([drop, { lost: true }, { status: 'closed', lost: false }, open])).toEqual(['lost closed']);
});
