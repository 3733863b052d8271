import { render } from '@testing-library/react';
import { StrictMode, type ReactNode } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { HeartbeatProvider } from '../../../src/react/HeartbeatProvider.js';
import { useHeartbeatSocket } from '../../../src/react/useHeartbeatSocket.js';

// What a developer without types writes.
const misspelt = { reconnect: { maxAttempt: 3 } } as object;
function Hook({ options }: { readonly options: object }): ReactNode {
  return <p>{useHeartbeatSocket(null, { onMessage: () => {}, share: false, ...options }).status}</p>;
}

afterEach(() => {
  vi.restoreAllMocks();
});

it.each<[string, (options: object) => ReactNode]>([
  ['the hook', (options) => <Hook options={options} />],
  ['the provider', (options) => <HeartbeatProvider url={null} options={options} />],
])('%s names a misspelt option once, and none of those that are right', (_, show) => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const { rerender } = render(show(misspelt), { wrapper: StrictMode });
  rerender(show({ ...misspelt }));
  expect(said.mock.calls).toEqual([
    ['heartbeat-socket: there is no option reconnect.maxAttempt, do you mean reconnect.maxAttempts?'],
  ]);
});
