import { render, screen, waitFor } from '@testing-library/react';
import { StrictMode, type ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { useHeartbeatSocket, type UseHeartbeatSocketOptions } from '../../src/react/useHeartbeatSocket.js';
import { startEchoServer, type EchoServer } from '../support/network/echoServer.js';
import { sleep } from '../support/waitFor.js';

let server: EchoServer;

beforeEach(async () => {
  server = await startEchoServer();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

function User({ options = {} }: { readonly options?: UseHeartbeatSocketOptions }): ReactNode {
  const { status } = useHeartbeatSocket(server.url, { WebSocket, share: true, ...options });
  return <p>{status}</p>;
}

describe('D10: sharing by URL', () => {
  it('two components use one socket, and the last one to leave closes it', async () => {
    const tree = (first: boolean, second: boolean): ReactNode => (
      <>
        {first && <User key="first" />}
        {second && <User key="second" />}
      </>
    );
    const { rerender } = render(tree(true, true), { wrapper: StrictMode });
    expect(await screen.findAllByText('open')).toHaveLength(2);
    expect(server.upgrades).toHaveLength(1);
    rerender(tree(false, true));
    await sleep(30);
    expect(server.closes).toEqual([]);
    expect(screen.getByText('open')).toBeDefined();
    rerender(tree(false, false));
    await waitFor(() => expect(server.closes).toEqual([1000]));
  });

  it('one that comes after the last one left gets a new socket', async () => {
    const { unmount } = render(<User />);
    await screen.findByText('open');
    unmount();
    await waitFor(() => expect(server.closes).toEqual([1000]));
    render(<User />);
    await screen.findByText('open');
    expect(server.upgrades).toHaveLength(2);
  });

  it('one that comes in the same task as the last one leaves takes the socket over', async () => {
    const { rerender } = render(<User key="first" />);
    await screen.findByText('open');
    rerender(<User key="second" />);
    await sleep(30);
    expect(screen.getByText('open')).toBeDefined();
    expect(server.upgrades).toHaveLength(1);
    expect(server.closes).toEqual([]);
  });

  it('both hear of a reconnect', async () => {
    const options = { reconnect: { minDelayMs: 50, baseDelayMs: 0 } };
    render(
      <>
        <User options={options} />
        <User options={options} />
      </>,
    );
    await screen.findAllByText('open');
    for (const peer of server.clients) peer.terminate();
    expect(await screen.findAllByText('reconnecting')).toHaveLength(2);
    await waitFor(() => expect(screen.getAllByText('open')).toHaveLength(2));
    expect(server.upgrades).toHaveLength(2);
  });

  it('different options are an error in development that names both', () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    render(<User options={{ connectTimeoutMs: 5_000 }} />);
    expect(() => render(<User options={{ connectTimeoutMs: 6_000 }} />)).toThrow(
      /different options: .*"connectTimeoutMs":5000.* and .*"connectTimeoutMs":6000/,
    );
  });

  it('in production the first ones hold', async () => {
    vi.stubEnv('NODE_ENV', 'production');
    render(<User options={{ connectTimeoutMs: 5_000 }} />);
    render(<User options={{ connectTimeoutMs: 6_000 }} />);
    expect(await screen.findAllByText('open')).toHaveLength(2);
    expect(server.upgrades).toHaveLength(1);
  });
});
