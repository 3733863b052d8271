import { createElement, type ComponentType, type ReactElement, type ReactNode } from 'react';
import type { ConnectionSnapshot } from '../client/snapshot/snapshot.js';
import type { ConnectionSource } from '../client/heartbeatSocket.js';
import { HeartbeatProvider } from '../react/HeartbeatProvider.js';
import { createScriptedSocket, type ScriptedSocket } from './createScriptedSocket.js';

/** The `render` of Testing Library or of `vitest-browser-react`, or anything shaped like them. */
export type RenderWithWrapper<Result> = (
  ui: ReactElement,
  options: { wrapper: ComponentType<{ children: ReactNode }> },
) => Result;

/** How to render, and with which connection. */
export interface RenderWithConnectionOptions<Result, Socket> {
  readonly render: RenderWithWrapper<Result>;
  /** The connection; by default a scripted one. */
  readonly socket?: Socket | undefined;
  /** Where the scripted connection stands at first. */
  readonly snapshot?: Partial<ConnectionSnapshot> | undefined;
}

/**
 * Renders below a `<HeartbeatProvider>`. Takes the `render` you use, so that this package brings no test library.
 * @returns what `render` returns, and the `socket`
 * @example
 * const { socket } = renderWithConnection(<App />, { render, snapshot: { status: 'open' } });
 * act(() => socket.set({ status: 'reconnecting', lost: true, cause: 'closed' }));
 */
export function renderWithConnection<Result extends object, Socket extends ConnectionSource = ScriptedSocket>(
  ui: ReactElement,
  { render, socket: given, snapshot }: RenderWithConnectionOptions<Result, Socket>,
): Result & { socket: Socket } {
  const socket = given ?? (createScriptedSocket(snapshot) as ConnectionSource as Socket);
  const wrapper = ({ children }: { children: ReactNode }): ReactElement =>
    createElement(HeartbeatProvider, { socket }, children);
  return Object.assign(render(ui, { wrapper }), { socket });
}
