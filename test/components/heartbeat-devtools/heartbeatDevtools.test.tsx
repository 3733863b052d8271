import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { createHeartbeatSocket } from '../../../src/client/index.js';
import { createBreakableWebSocket, HeartbeatDevtools } from '../../../src/components/heartbeat-devtools/index.js';
import { createFakeGateway } from '../../../src/testing/index.js';
import { open, renderConnected } from '../../support/react/components.js';
import { sleep } from '../../support/waitFor.js';

it('shows the status, breaks a real connection, and ends its faults when it is folded', async () => {
  const gateway = createFakeGateway();
  const breakable = createBreakableWebSocket(gateway.WebSocket);
  const socket = createHeartbeatSocket('ws://gateway.test/', { WebSocket: breakable.WebSocket });
  socket.connect();
  renderConnected(<HeartbeatDevtools socket={socket} breaker={breakable} defaultOpen />);
  await screen.findByRole('button', { name: 'Heartbeat: open' });
  await userEvent.click(screen.getByRole('button', { name: 'Drop' }));
  expect(socket.store.getState()).toMatchObject({ status: 'reconnecting', lastClose: { code: 1006 } });
  await waitFor(() => expect(socket.store.getState().status).toBe('open'), { timeout: 4_000 });

  await userEvent.click(screen.getByRole('button', { name: 'Silence' }));
  const heard: unknown[] = [];
  socket.onMessage((data) => heard.push(data));
  gateway.broadcast('lost');
  await act(() => sleep(40));
  expect(heard).toEqual([]);
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByRole('region', { name: 'Heartbeat devtools' })).toBeNull();
  gateway.broadcast('heard again');
  await waitFor(() => expect(heard).toHaveLength(1));
  act(() => socket.destroy());
});

it('delays incoming messages', async () => {
  const gateway = createFakeGateway();
  const breakable = createBreakableWebSocket(gateway.WebSocket);
  const socket = createHeartbeatSocket('ws://gateway.test/', { WebSocket: breakable.WebSocket });
  socket.connect();
  await waitFor(() => expect(socket.store.getState().status).toBe('open'));
  breakable.delay(120);
  const heardAt: number[] = [];
  socket.onMessage(() => heardAt.push(performance.now()));
  const sentAt = performance.now();
  gateway.broadcast('late');
  await waitFor(() => expect(heardAt).toHaveLength(1));
  expect((heardAt[0] ?? 0) - sentAt).toBeGreaterThanOrEqual(115);
  socket.destroy();
});

it('has no buttons for faults without a breaker', () => {
  renderConnected(<HeartbeatDevtools defaultOpen />, open());
  const group = within(screen.getByRole('group', { name: 'Actions' }));
  expect(group.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['Reconnect', 'Disconnect']);
});
