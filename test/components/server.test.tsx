// @vitest-environment node
import { renderToString } from 'react-dom/server';
import { expect, it, vi } from 'vitest';
import {
  ConnectionBanner,
  ConnectionIndicator,
  OperatorNotice,
  ReconnectButton,
  RetryCountdown,
  SendStatus,
} from '../../src/components/index.js';
import { createScriptedSocket } from '../../src/testing/createScriptedSocket.js';

it('renders on a server, and of the banner only its place', () => {
  const report = vi.spyOn(console, 'error');
  expect(typeof document).toBe('undefined');
  const socket = createScriptedSocket();
  expect(renderToString(<ConnectionBanner socket={socket} />)).toMatch(
    /^<div data-heartbeat="banner-home"[^>]*><\/div>$/,
  );
  expect(renderToString(<RetryCountdown socket={socket} />)).toBe('');
  expect(renderToString(<SendStatus socket={socket} />)).toBe('');
  expect(renderToString(<OperatorNotice socket={socket} />)).toMatch(/<div role="status"[^>]*><\/div><\/div>$/);
  expect(renderToString(<ConnectionIndicator socket={socket} />)).toContain('Not connected');
  expect(renderToString(<ReconnectButton socket={socket} />)).toContain('Reconnect now');
  expect(report).not.toHaveBeenCalled();
});

it('tells of no outage on a server, which has no person in front of it', () => {
  const socket = createScriptedSocket({ status: 'reconnecting', lost: true, cause: 'closed' });
  expect(renderToString(<ConnectionBanner socket={socket} />)).not.toMatch(/role=|section/);
});
