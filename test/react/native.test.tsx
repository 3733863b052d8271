// @vitest-environment node
import { act } from '@testing-library/react';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useRetryCountdown } from '../../src/react/useRetryCountdown.js';
import { useUnsentGuard } from '../../src/react/useUnsentGuard.js';
import { createScriptedSocket } from '../../src/testing/createScriptedSocket.js';

// In React Native there is no `document`, and `window` takes no listeners. React DOM asks for little more, as long as its
// root stays empty.
const emptyRoot = Object.assign(new EventTarget(), {
  nodeType: 1,
  tagName: 'DIV',
  namespaceURI: 'http://www.w3.org/1999/xhtml',
  ownerDocument: Object.assign(new EventTarget(), { nodeType: 9 }),
});

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', { HTMLIFrameElement: Function });
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('counts the seconds down without a document', () => {
  const socket = createScriptedSocket({ status: 'reconnecting', nextRetryAt: Date.now() + 3_000 });
  const seen: (number | null)[] = [];
  const Countdown = (): ReactNode => {
    seen.push(useRetryCountdown(socket));
    return null;
  };
  const root = createRoot(emptyRoot as unknown as Element);
  act(() => root.render(<Countdown />));
  act(() => void vi.advanceTimersByTime(1_000));
  act(() => void vi.advanceTimersByTime(1_000));
  expect(seen).toEqual([3, 2, 1]);
  act(() => root.unmount());
  expect(vi.getTimerCount()).toBe(0);
});

it('knows about unsent messages without a page that a person could leave', () => {
  const socket = createScriptedSocket({ outbox: { queuedCount: 1, unconfirmedCount: 0, droppedCount: 0 } });
  const seen: boolean[] = [];
  const Guarded = (): ReactNode => {
    seen.push(useUnsentGuard(socket));
    return null;
  };
  const root = createRoot(emptyRoot as unknown as Element);
  act(() => root.render(<Guarded />));
  act(() => root.unmount());
  expect(seen).toEqual([true]);
});
