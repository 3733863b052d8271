import { act, render } from '@testing-library/react';
import { StrictMode, type ReactNode } from 'react';
import { vi } from 'vitest';
import type { ConnectionSnapshot } from '../../../src/client/snapshot/snapshot.js';
import { HeartbeatProvider } from '../../../src/react/HeartbeatProvider.js';
import { createScriptedSocket, type ScriptedSocket } from '../../../src/testing/createScriptedSocket.js';

type Patch = Partial<ConnectionSnapshot>;

/** A drop that is worth telling: an attempt in five seconds. Called late, so that fake clocks are in place. */
export const lost = (patch: Patch = {}): Patch => ({
  status: 'reconnecting',
  lost: true,
  cause: 'closed',
  attempt: 3,
  nextRetryAt: Date.now() + 5_000,
  ...patch,
});

export const failed = (patch: Patch = {}): Patch => ({
  ...lost({ status: 'failed', cause: 'connect-error', attempt: 10, nextRetryAt: null }),
  ...patch,
});

export const open = (patch: Patch = {}): Patch => ({
  status: 'open',
  lost: false,
  cause: null,
  attempt: 0,
  nextRetryAt: null,
  ...patch,
});

/** Lets fake time pass, and React take note of it. */
export function advance(ms: number): void {
  act(() => {
    vi.advanceTimersByTime(ms);
  });
}

/** Renders under StrictMode and a scripted connection; `set` moves the connection on. */
export function renderConnected(children: ReactNode, snapshot: Patch = {}) {
  const socket: ScriptedSocket = createScriptedSocket(snapshot);
  const wrap = (content: ReactNode) => (
    <StrictMode>
      <HeartbeatProvider socket={socket}>{content}</HeartbeatProvider>
    </StrictMode>
  );
  const view = render(wrap(children));
  return {
    ...view,
    socket,
    set: (patch: Patch) => act(() => socket.set(patch)),
    rerender: (content: ReactNode) => view.rerender(wrap(content)),
  };
}

/** What a screen reader would say: text put into a live region that was there, and alerts as they arrive. */
export function listen() {
  const heard: string[] = [];
  const observer = new MutationObserver((records) => take(records));
  const take = (records: MutationRecord[]): void => {
    for (const { target } of records) {
      const element = target instanceof Element ? target : target.parentElement;
      const region = element?.closest('[role=status], [role=alert]');
      if (region?.textContent) heard.push(`${region.getAttribute('role')}: ${region.textContent}`);
    }
    for (const { addedNodes } of records) {
      for (const node of addedNodes) {
        if (node instanceof Element && node.matches('[role=alert], [role=status]') && node.textContent) {
          heard.push(`${node.getAttribute('role')}: ${node.textContent}`);
        }
      }
    }
  };
  observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  return () => (take(observer.takeRecords()), heard.splice(0));
}
