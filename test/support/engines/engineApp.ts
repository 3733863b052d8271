import { beforeAll, onTestFinished } from 'vitest';
import type { ConnectionSnapshot, HeartbeatEventKind, SocketOptions } from '../../../src/client/index.js';
import type { Observed } from '../browser/observed.js';
import { pagesForFile, type TestPages } from '../browser/pages.js';
import { waitFor } from '../waitFor.js';
import type { Engine, EnginePage } from './engine.js';

/** The app of `browser/pages/app.tsx` in one engine. */
export interface EngineApp extends EnginePage {
  snapshot(): Promise<ConnectionSnapshot>;
  observed(): Promise<Observed>;
  /** Records of one kind, of the page as it is now. */
  events(kind: HeartbeatEventKind): Promise<Observed['events']>;
  /** Waits for the status to be shown. */
  shows(status: string): Promise<void>;
}

/** Gives a test file one browser, and the pages. Call it at the top of the file. */
export function engineForFile(start: () => Promise<Engine>): {
  readonly pages: TestPages;
  newPage(): Promise<EnginePage>;
  openApp(url: string, options?: Omit<SocketOptions, 'clock'>, query?: Record<string, string>): Promise<EngineApp>;
} {
  const pages = pagesForFile();
  let engine: Engine | undefined;
  beforeAll(async () => {
    const started = await start();
    engine = started;
    return () => started.close();
  });
  const newPage = async (): Promise<EnginePage> => {
    if (!engine) throw new Error('the browser runs only while tests do');
    const page = await engine.newPage();
    onTestFinished(() => page.close());
    return page;
  };
  return {
    pages,
    newPage,
    openApp: async (url, options = {}, query = {}) => {
      const page = await newPage();
      await page.open(pages.url('app', { url, options: JSON.stringify(options), ...query }));
      return appOn(page);
    },
  };
}

function appOn(page: EnginePage): EngineApp {
  const observed = (): Promise<Observed> => page.evaluate('window.observed');
  return {
    ...page,
    observed,
    snapshot: () => page.evaluate('heartbeat.store.getState()'),
    events: async (kind) => (await observed()).events.filter((record) => record.kind === kind),
    shows: (status) =>
      waitFor(`the status ${status}`, async () => (await page.evaluate(SHOWN).catch(() => null)) === status),
  };
}

const SHOWN = `document.querySelector('output')?.textContent`;
