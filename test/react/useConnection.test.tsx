import { act, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { ConnectionSnapshot } from '../../src/client/snapshot/snapshot.js';
import { useConnection } from '../../src/react/index.js';
import { createScriptedSocket, renderWithConnection } from '../../src/testing/index.js';

it('without a selector renders again only for the fields it read', () => {
  const renders: unknown[] = [];
  const Reader = (): ReactNode => {
    const { status, missedInRow } = useConnection();
    renders.push(0);
    return `${status} ${missedInRow}`;
  };
  const { socket, container } = renderWithConnection(<Reader />, { render, snapshot: { status: 'open' } });
  const set = (patch: Partial<ConnectionSnapshot>): void => act(() => socket.set(patch));
  const before = renders.length;
  set({ latency: { lastMs: 1, smoothedMs: 1, jitterMs: 0 } });
  set({ connectionId: 'other', lastAliveAt: 5 });
  expect(renders).toHaveLength(before);
  set({ missedInRow: 1 });
  expect([renders.length, container.textContent]).toEqual([before + 1, 'open 1']);
});

it('returns the present value of a field that is read later', () => {
  const Reader = ({ deep }: { deep: boolean }): ReactNode => {
    const connection = useConnection();
    return deep ? `${connection.status} ${connection.missedInRow}` : connection.status;
  };
  const { socket, container, rerender } = renderWithConnection(<Reader deep={false} />, { render });
  act(() => socket.set({ missedInRow: 7 }));
  rerender(<Reader deep />);
  expect(container.textContent).toBe('idle 7');
  act(() => socket.set({ missedInRow: 8 }));
  expect(container.textContent).toBe('idle 8');
});

it('returns the same object while no field that was read changes, and renders on a server', () => {
  const views = new Set<ConnectionSnapshot>();
  const socket = createScriptedSocket({ status: 'open' });
  const Reader = (): ReactNode => {
    const view = useConnection(undefined, socket);
    views.add(view);
    return view.status;
  };
  expect(renderToString(<Reader />)).toBe('open');
  views.clear();
  const { rerender } = render(<Reader />);
  act(() => socket.set({ missedInRow: 1 }));
  rerender(<Reader />);
  expect(views.size).toBe(1);
});
