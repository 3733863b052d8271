import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where `install.mjs` has put the app. */
export const appFolder = fileURLToPath(new URL('../../.cache/next/fixture', import.meta.url));

type Mode = 'production' | 'development';

/** The app's server, in a process of its own. */
export interface NextApp {
  readonly origin: string;
  /** How many sockets its gateway has, has opened and has refused. */
  gateway(): Promise<{ peers: number; opened: number; rejected: number }>;
  /** What the server has complained of. */
  complaints(): string;
  close(): Promise<void>;
}

/** Builds the app as its users would; what was printed. Throws when it fails. */
export async function buildNextApp(): Promise<string> {
  const next = createRequire(join(appFolder, 'package.json')).resolve('next/dist/bin/next');
  const child = spawn(process.execPath, [next, 'build'], { cwd: appFolder, env: environment('production') });
  const printed = collect(child);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`next build ended with ${code}:\n${printed.all}`);
  return printed.all;
}

/** Starts `server.mjs` and waits until it listens. */
export async function startNextApp(mode: Mode): Promise<NextApp> {
  const child = spawn(process.execPath, ['server.mjs'], {
    cwd: appFolder,
    env: environment(mode),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const printed = collect(child);
  const early = once(child, 'exit').then(() => {
    throw new Error(`the Next server ended:\n${printed.all}`);
  });
  const { port } = await Promise.race([answer<{ port: number }>(child), early]);
  early.catch(() => {});
  return {
    origin: `http://127.0.0.1:${port}`,
    gateway: async () => {
      const counts = answer<{ peers: number; opened: number; rejected: number }>(child);
      child.send('how are you?');
      return counts;
    },
    complaints: () =>
      printed.errors +
      printed.all
        .split('\n')
        .filter((line) => /^ *[⨯⚠]/.test(line))
        .join('\n'),
    close: async () => {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

async function answer<T>(child: ChildProcess): Promise<T> {
  const [message] = (await once(child, 'message')) as [T];
  return message;
}

function collect(child: ChildProcess): { all: string; errors: string } {
  const printed = { all: '', errors: '' };
  child.stdout?.on('data', (bytes: Buffer) => void (printed.all += bytes));
  child.stderr?.on('data', (bytes: Buffer) => {
    printed.all += bytes;
    printed.errors += bytes;
  });
  return printed;
}

/** Without what the test runner has set: Next, and the libraries, look at some of it. */
function environment(mode: Mode): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(?:VITEST|NODE_OPTIONS|HEARTBEAT_|TEST$|DEV$|PROD$)/.test(name),
  );
  return { ...Object.fromEntries(kept), NODE_ENV: mode, NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1', FORCE_COLOR: '0' };
}
