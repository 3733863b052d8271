// @vitest-environment node
import { renderToString } from 'react-dom/server';
import { expect, it, vi } from 'vitest';
import { ConnectionBanner, ConnectionIndicator, ReconnectButton, RetryCountdown } from '../../src/components/index.js';
import { createScriptedSocket } from '../../src/testing/createScriptedSocket.js';

it('renders on a server, where there is no page: nothing of the banner but its empty live region', () => {
  const complaint = vi.spyOn(console, 'error');
  expect(typeof document).toBe('undefined');
  const socket = createScriptedSocket();
  expect(renderToString(<ConnectionBanner socket={socket} />)).toMatch(/^<div role="status"[^>]*><\/div>$/);
  expect(renderToString(<RetryCountdown socket={socket} />)).toBe('');
  expect(renderToString(<ConnectionIndicator socket={socket} />)).toContain('idle');
  expect(renderToString(<ReconnectButton socket={socket} />)).toContain('Reconnect now');
  expect(complaint).not.toHaveBeenCalled();
});

it('mounts its live region empty even when the outage is older than the page', () => {
  const socket = createScriptedSocket({ status: 'reconnecting', lost: true, cause: 'closed' });
  const html = renderToString(<ConnectionBanner socket={socket} />);
  expect(html).toMatch(/^<div role="status"[^>]*><\/div><section/);
  expect(html).not.toContain('role="alert"');
});
