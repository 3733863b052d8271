// @vitest-environment node
import { renderToString } from 'react-dom/server';
import type { ReactNode } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { HeartbeatProvider } from '../../src/react/HeartbeatProvider.js';
import { useHeartbeatSocket } from '../../src/react/useHeartbeatSocket.js';

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
