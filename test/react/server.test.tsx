// @vitest-environment node
import { renderToString } from 'react-dom/server';
import type { ReactNode } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { shareSocket } from '../../src/react/owned/sharedSockets.js';
import { HeartbeatProvider } from '../../src/react/HeartbeatProvider.js';
import { useHeartbeatSocket } from '../../src/react/useHeartbeatSocket.js';
import { useRetryCountdown } from '../../src/react/useRetryCountdown.js';
import { createScriptedSocket } from '../../src/testing/createScriptedSocket.js';

afterEach(() => void vi.unstubAllGlobals());

const Status = (): ReactNode => <p>{useHeartbeatSocket('/ws').status}</p>;

it('renders idle, without a socket, a window or a document', () => {
  // Later versions of Node have one.
  vi.stubGlobal('WebSocket', undefined);
  expect([typeof window, typeof document, typeof location]).toEqual(['undefined', 'undefined', 'undefined']);
  const html = renderToString(
    <HeartbeatProvider url="/ws">
      <Status />
    </HeartbeatProvider>,
  );
  expect(html).toBe('<p>idle</p>');
});

it('renders no seconds on a server, because they would be old when the page shows them', () => {
  const socket = createScriptedSocket({ status: 'reconnecting', nextRetryAt: Date.now() + 5_000 });
  const Seconds = (): ReactNode => <p>{String(useRetryCountdown(socket))}</p>;
  expect(renderToString(<Seconds />)).toBe('<p>null</p>');
});

it('keeps no shared socket when the render is over', () => {
  expect(shareSocket('ws://a.test/', {})).not.toBe(shareSocket('ws://a.test/', {}));
});
