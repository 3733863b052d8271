import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Core from '../../../src/client/index.js';
import type * as Gateway from '../../../src/gateway/index.js';
import { repository } from './packedPackage.js';

const FIXTURES = join(repository, 'test/fixtures');

/** What this package was in version 0.1.0, with the types that it has today: a test uses only what it had then. */
export interface OldPackage {
  readonly createHeartbeatSocket: typeof Core.createHeartbeatSocket;
  readonly createHeartbeatGateway: typeof Gateway.createHeartbeatGateway;
}

/**
 * Unpacks version 0.1.0 below the repository, where it finds its dependencies, and loads its client and its gateway. The
 * fixture is what `npm pack` made of it, without declarations, documents and components.
 */
export async function loadOldPackage(): Promise<OldPackage> {
  const cache = join(repository, '.cache');
  const folder = join(cache, 'heartbeat-socket-0.1.0');
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    const staging = mkdtempSync(join(cache, 'unpacking-'));
    execFileSync('tar', ['-xzf', join(FIXTURES, 'heartbeat-socket-0.1.0.tgz'), '-C', staging]);
    try {
      renameSync(join(staging, 'package'), folder);
    } catch (error) {
      // Another worker was faster.
      if (!existsSync(folder)) throw error;
    }
    rmSync(staging, { recursive: true, force: true });
  }
  const load = (entry: string): Promise<unknown> =>
    import(/* @vite-ignore */ pathToFileURL(join(folder, 'dist', entry, 'index.js')).href);
  const { createHeartbeatSocket } = (await load('client')) as typeof Core;
  const { createHeartbeatGateway } = (await load('gateway')) as typeof Gateway;
  return { createHeartbeatSocket, createHeartbeatGateway };
}

/** One text message between a client and a gateway of version 0.1.0. */
export interface TranscriptLine {
  readonly connection: 1 | 2;
  readonly from: 'client' | 'gateway';
  readonly text: string;
}

/**
 * What a client and a gateway of version 0.1.0 said to each other: a connection with a change of the settings, and after its
 * loss another that ends in a drain.
 */
export const readTranscript = (): readonly TranscriptLine[] =>
  readFileSync(join(FIXTURES, 'transcript-0.1.0.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as TranscriptLine);
