import { act, render } from '@testing-library/react';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { StrictMode, Suspense, useEffect, type ReactNode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { renderToPipeableStream } from 'react-dom/server';
import { afterEach, expect, it, vi } from 'vitest';
import { ConnectionBanner, ConnectionIndicator, RetryCountdown } from '../../src/components/index.js';
import { HeartbeatProvider } from '../../src/react/index.js';
import { createScriptedSocket } from '../../src/testing/index.js';

afterEach(() => vi.restoreAllMocks());

it('streams from a server and hydrates without a mismatch, although the connection has changed meanwhile', async () => {
  const report = vi.spyOn(console, 'error');
  const socket = createScriptedSocket();
  const effects: string[] = [];
  const Late = (): ReactNode => {
    useEffect(() => void effects.push('late'), []);
    return <p>late</p>;
  };
  const page = (
    <StrictMode>
      <HeartbeatProvider socket={socket}>
        <ConnectionBanner />
        <ConnectionIndicator />
        <Suspense fallback={<p>…</p>}>
          <RetryCountdown ring />
          <Late />
        </Suspense>
      </HeartbeatProvider>
    </StrictMode>
  );
  const stream = new PassThrough();
  await new Promise<void>((ready) => {
    const { pipe } = renderToPipeableStream(page, {
      onShellReady: () => {
        pipe(stream);
        ready();
      },
    });
  });
  const html = await text(stream);
  expect(html).toContain('Not connected');

  const root = document.createElement('div');
  root.innerHTML = html;
  document.body.append(root);
  socket.set({
    status: 'reconnecting',
    lost: true,
    cause: 'closed',
    nextRetryAt: Date.now() + 5_000,
    since: Date.now(),
  });
  const mismatches: unknown[] = [];
  const hydrated = await act(async () =>
    hydrateRoot(root, page, { onRecoverableError: (error) => mismatches.push(error) }),
  );
  expect(mismatches).toEqual([]);
  // Server and browser share one process and one document here, which React warns about.
  const warnings = report.mock.calls.filter(
    ([message]) => !/multiple renderers|useLayoutEffect does nothing/.test(String(message)),
  );
  expect(warnings).toEqual([]);
  expect(root.textContent).toContain('Connection lost');
  expect(root.textContent).toContain('Retrying in 5 s');
  expect(effects.length).toBeGreaterThan(0);
  act(() => hydrated.unmount());
  root.remove();
});

it('shows the present status in the first render on the client', () => {
  const socket = createScriptedSocket({ status: 'open' });
  const { container } = render(<ConnectionIndicator socket={socket} />);
  expect(container.textContent).toBe('Connected');
});
