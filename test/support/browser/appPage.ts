import type { Page } from 'playwright';
import type {
  ConnectionSnapshot,
  HeartbeatEventKind,
  HeartbeatSocket,
  SocketOptions,
} from '../../../src/client/index.js';
import { browserForFile } from './browser.js';
import { pagesForFile } from './pages.js';
import type { Observed } from './observed.js';

type InPage = Window & { readonly observed: Observed; readonly heartbeat: HeartbeatSocket };

/** The app of `pages/app.tsx`, running in Chromium. */
export interface AppPage {
  readonly page: Page;
  snapshot(): Promise<ConnectionSnapshot>;
  observed(): Promise<Observed>;
  /** Records of one kind. */
  events(kind: HeartbeatEventKind): Promise<Observed['events']>;
  /** Waits for the status to be shown. */
  shows(status: string, timeoutMs?: number): Promise<void>;
}

/** Gives a test file the app: call at its top, then open pages of it inside tests. */
export function appForFile(): {
  open(url: string, options?: Omit<SocketOptions, 'clock'>, query?: Record<string, string>): Promise<AppPage>;
} {
  const chromium = browserForFile();
  const pages = pagesForFile();

  return {
    open: async (url, options = {}, query = {}) => {
      const page = await chromium.newPage();
      page.on('pageerror', (error) => console.error('page:', error.message));
      await page.goto(pages.url('app', { url, options: JSON.stringify(options), ...query }));
      const observed = (): Promise<Observed> => page.evaluate(() => (window as unknown as InPage).observed);
      return {
        page,
        observed,
        snapshot: () => page.evaluate(() => (window as unknown as InPage).heartbeat.store.getState()),
        events: async (kind) => (await observed()).events.filter((record) => record.kind === kind),
        shows: async (status, timeoutMs = 15_000) => {
          await page.locator('output', { hasText: new RegExp(`^${status}$`) }).waitFor({ timeout: timeoutMs });
        },
      };
    },
  };
}
