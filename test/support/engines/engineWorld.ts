import { beforeEach } from 'vitest';
import type { SocketOptions } from '../../../src/client/index.js';
import type { HeartbeatGateway } from '../../../src/gateway/index.js';
import { startGateway } from '../gateway/gateways.js';
import { startChaosProxy, type ChaosProxy } from '../network/chaosProxy.js';
import type { TestPages } from '../browser/pages.js';
import { waitFor } from '../waitFor.js';
import type { Engine, EnginePage } from './engine.js';
import { engineForFile, type EngineApp } from './engineApp.js';

/** One engine, and for each test a gateway behind a path that can be made bad. */
export interface EngineWorld {
  readonly pages: TestPages;
  readonly gateway: HeartbeatGateway;
  readonly port: number;
  readonly proxy: ChaosProxy;
  newPage(): Promise<EnginePage>;
  /** The app, whether it can connect or not. */
  visit(url: string, options?: SocketOptions, query?: Record<string, string>): Promise<EngineApp>;
  /** The app, connected: through the proxy, or to another URL. */
  open(options?: SocketOptions, query?: Record<string, string>, url?: string): Promise<EngineApp>;
  /** The gateway is gone, as far as the page can tell: open connections are reset, and new ones. */
  kill(): void;
}

/** Beats often enough for a test. */
export const BEATS: SocketOptions = { heartbeat: { intervalMs: 1_000, timeoutMs: 3_000 } };

/** Call it at the top of a file. */
export function engineWorld(start: () => Promise<Engine>): EngineWorld {
  const engine = engineForFile(start);
  let started: Awaited<ReturnType<typeof startGateway>>;
  let proxy: ChaosProxy;
  beforeEach(async () => {
    started = await startGateway();
    proxy = await startChaosProxy({ target: started });
  });
  return {
    pages: engine.pages,
    newPage: () => engine.newPage(),
    visit: (url, options, query) => engine.openApp(url, options, query),
    get gateway() {
      return started.gateway;
    },
    get port() {
      return started.port;
    },
    get proxy() {
      return proxy;
    },
    open: async (options = BEATS, query = {}, url = `${proxy.url}/ws`) => {
      const app = await engine.openApp(url, options, query);
      await app.shows('open');
      return app;
    },
    kill: () => {
      proxy.refuse();
      proxy.resetAll();
    },
  };
}

export const BANNER = `document.querySelector('[data-heartbeat="banner"]')`;

/** From now on, when the page was clicked and when a dial opened, by the page's own clock. */
export const WATCH_PRESS = `(() => {
  addEventListener('click', () => (window.clickedAt = performance.now()), true);
  heartbeat.onEvent(({ kind }) => kind === 'connect.opened' && (window.openedAt = performance.now()));
})()`;

/** Presses a button by its words. */
export async function press(page: EnginePage, words: string): Promise<void> {
  const mark = `(() => {
    const isMeant = ({ textContent, ariaLabel }) => \`\${textContent} \${ariaLabel}\`.includes(${JSON.stringify(words)});
    const button = [...document.querySelectorAll('button')].find(isMeant);
    button?.setAttribute('data-press', '');
    return button !== undefined;
  })()`;
  // The page may put another button in its place meanwhile.
  const isPressed = async (): Promise<boolean> => {
    if (!(await page.evaluate(mark))) return false;
    return page.click('[data-press]').then(
      () => true,
      () => false,
    );
  };
  await waitFor(`the button ${words}`, isPressed);
}
