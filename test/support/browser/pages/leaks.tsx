import { StrictMode, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import {
  ConnectionBanner,
  ConnectionIndicator,
  HeartbeatProvider,
  ReconnectButton,
  RetryCountdown,
  useHeartbeatSocket,
} from '../../../../src/index.js';

function App({ url }: { url: string }): ReactNode {
  const { socket } = useHeartbeatSocket(url, { lostAfterMs: 0, onMessage: () => {} });
  return (
    <HeartbeatProvider socket={socket}>
      <ConnectionBanner />
      <ConnectionIndicator />
      <RetryCountdown ring />
      <ReconnectButton />
    </HeartbeatProvider>
  );
}

const task = (): Promise<void> => new Promise((done) => setTimeout(done));
const waiting = new Set<number>();
const start = window.setTimeout.bind(window);
const stop = window.clearTimeout.bind(window);
Object.assign(window, {
  /** Timers that are set and have neither fired nor been cleared. */
  timerCount: () => waiting.size,
  setTimeout: (callback: () => void, ms?: number) => {
    const id = start(() => {
      waiting.delete(id);
      callback();
    }, ms);
    waiting.add(id);
    return id;
  },
  clearTimeout: (id: number) => {
    waiting.delete(id);
    stop(id);
  },
  /** Mounts and unmounts the app, each time with a socket of its own, and a while after the unmounting. */
  mountAndUnmount: async (urls: readonly string[], times: number) => {
    const element = document.body.appendChild(document.createElement('div'));
    for (let cycle = 0; cycle < times; cycle += 1) {
      const root = createRoot(element);
      flushSync(() =>
        root.render(
          <StrictMode>
            <App url={urls[cycle % urls.length] ?? ''} />
          </StrictMode>,
        ),
      );
      // A task lets the socket begin to dial; now and then it has the time to get through.
      await task();
      if (cycle % 50 === 0) await new Promise((done) => start(done, 50));
      root.unmount();
    }
    element.remove();
    await new Promise((done) => start(done, 200));
  },
});
