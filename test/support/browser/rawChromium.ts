import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { browserArgs, findBrowser } from '../../../scripts/find-browser.mjs';

/** One tab, spoken to over the DevTools protocol. */
export interface RawTab {
  readonly targetId: string;
  send(method: string, params?: object): Promise<Record<string, unknown>>;
  /** The value of an expression, awaited, as JSON carries it. */
  evaluate<T>(expression: string): Promise<T>;
}

/**
 * A Chromium without Playwright, which keeps every page visible, focused and unthrottled: here a tab can be hidden,
 * frozen, stopped, and brought back from the back-forward cache.
 */
export interface RawChromium {
  open(url: string): Promise<RawTab>;
  /** Shows a tab, and so hides the one that was shown. */
  activate(tab: RawTab): Promise<void>;
  rendererPids(): Promise<number[]>;
  close(): Promise<void>;
}

export async function startRawChromium(): Promise<RawChromium> {
  const profile = mkdtempSync(join(tmpdir(), 'heartbeat-chromium-'));
  const args = [
    ...browserArgs,
    '--headless=new',
    // Hidden pages get their timers once a minute after ten seconds, instead of after five minutes.
    '--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/10',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    'about:blank',
  ];
  const child = spawn(findBrowser() ?? 'chromium', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const endpoint = await new Promise<string>((resolve, reject) => {
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      const found = /DevTools listening on (ws:\S+)/.exec(stderr)?.[1];
      if (found) resolve(found);
    });
    child.once('exit', () => reject(new Error(`Chromium ended by itself:\n${stderr}`)));
  });
  const socket = new WebSocket(endpoint, { perMessageDeflate: false });
  await new Promise((resolve) => socket.once('open', resolve));

  const pending = new Map<number, { resolve(value: Record<string, unknown>): void; reject(error: Error): void }>();
  let lastId = 0;
  socket.on('message', (data) => {
    const answer = JSON.parse((data as Buffer).toString()) as {
      id?: number;
      result?: Record<string, unknown>;
      error?: { message: string };
    };
    const call = pending.get(answer.id ?? 0);
    pending.delete(answer.id ?? 0);
    if (answer.error) call?.reject(new Error(answer.error.message));
    else call?.resolve(answer.result ?? {});
  });
  const send = (method: string, params: object = {}, sessionId?: string): Promise<Record<string, unknown>> =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      pending.set(id, { resolve, reject });
      socket.send(JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) }));
    });

  return {
    open: async (url) => {
      const { targetId } = (await send('Target.createTarget', { url })) as { targetId: string };
      const { sessionId } = (await send('Target.attachToTarget', { targetId, flatten: true })) as { sessionId: string };
      const tab: RawTab = {
        targetId,
        send: (method, params) => send(method, params, sessionId),
        evaluate: async <T>(expression: string) => {
          const params = { expression, awaitPromise: true, returnByValue: true };
          const { result } = (await send('Runtime.evaluate', params, sessionId)) as { result: { value: T } };
          return result.value;
        },
      };
      await tab.send('Page.enable');
      return tab;
    },
    activate: async (tab) => void (await send('Target.activateTarget', { targetId: tab.targetId })),
    rendererPids: async () => {
      const { processInfo } = (await send('SystemInfo.getProcessInfo')) as {
        processInfo: { type: string; id: number }[];
      };
      return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
    },
    close: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      send('Browser.close').catch(() => {});
      const timer = setTimeout(() => child.kill('SIGKILL'), 3_000);
      await ended;
      clearTimeout(timer);
      socket.terminate();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
