import { renameSync } from 'node:fs';
import { resolve } from 'node:path';
import { HeartbeatOptionError } from '../../protocol/options/optionError.js';
import { printableError } from '../telemetry/printable.js';
import type { GatewayClock } from '../clock.js';
import { replaceDurably } from './durableFile.js';
import { linkTarget } from './linkTarget.js';
import { isMissing, readRegularFile } from './regularFile.js';
import { takeLock, type StateLock } from './stateLock.js';
import type { OpenState, StateStore } from './stateStore.js';

/** This is many times what a hundred changes and eight days of counts take. */
const MAX_STATE_BYTES = 4 * 1_048_576;
/** The form of the file as a whole. Its sections look after theirs. */
const FORMAT = 1;

type Sections = Readonly<Record<string, unknown>>;

/**
 * Keeps the changes of operators in a file, which survives `kill -9` and power cuts at any instant. There is none before the
 * first change, or the first hour of counts. It is readable by its owner only, and belongs to one gateway: a second one that
 * writes to it is refused.
 * @param path Relative to the working directory. It may be a link to the file, on a volume for example.
 * @throws HeartbeatOptionError for what is no path.
 * @example
 * createHeartbeatGateway({ port: 8080, state: fileState('/var/lib/app/heartbeat.state.json') });
 */
export function fileState(path: string): StateStore {
  if (typeof path !== 'string' || path === '')
    throw new HeartbeatOptionError('fileState(path)', 'the path of a file', path);
  return { open: (clock) => openFile(resolve(path), clock) };
}

function openFile(path: string, clock: GatewayClock): OpenState {
  let text = '';
  let sections: Sections = {};
  let problem: string | null = null;
  let lock: StateLock | null = null;
  /** The saves in their order. Never rejects. */
  let queue: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  const setAside = (): string => {
    const aside = `${path}.unreadable-${new Date(clock.wallNow()).toISOString().replaceAll(':', '')}`;
    sections = {};
    text = '';
    try {
      renameSync(path, aside);
      return aside;
    } catch (error) {
      return `still at ${path} (${printableError(error)})`;
    }
  };

  try {
    text = readRegularFile(path, MAX_STATE_BYTES);
    sections = parse(text);
  } catch (error) {
    if (!isMissing(error)) problem = `${path} ${printableError(error)}. It was moved aside: ${setAside()}`;
  }

  /**
   * Another gateway may have written after we read the file and before we got the lock. What it wrote is not
   * overwritten.
   */
  const lockUnchanged = (): StateLock => {
    // Beside the file itself: a second gateway may know it by another link.
    const taken = takeLock(`${linkTarget(path)}.lock`, clock);
    let found = '';
    try {
      found = readRegularFile(path, MAX_STATE_BYTES);
    } catch {}
    if (found === text) return taken;
    taken.release();
    throw new Error('was changed by another process since this gateway read it: restart this gateway');
  };

  const save = async (section: string, value: unknown): Promise<void> => {
    if (isClosed) throw new Error(`${path}: the gateway is closed`);
    const next = { ...sections, [section]: value };
    const nextText = `${JSON.stringify({ format: FORMAT, ...next }, null, 2)}\n`;
    if (Buffer.byteLength(nextText) > MAX_STATE_BYTES) throw new Error(`${path}: more than ${MAX_STATE_BYTES} bytes`);
    try {
      if (lock?.isHeld() === false) {
        lock.release();
        lock = null;
      }
      lock ??= lockUnchanged();
      await replaceDurably(path, nextText);
    } catch (error) {
      throw new Error(`${path}: ${printableError(error)}`, { cause: error });
    }
    sections = next;
    text = nextText;
  };

  return {
    problem,
    read: (section) => (Object.hasOwn(sections, section) ? sections[section] : undefined),
    save(section, value) {
      const saved = queue.then(() => save(section, value));
      queue = saved.catch(() => {});
      return saved;
    },
    setAside,
    async close() {
      const last = queue.then(() => {
        isClosed = true;
        lock?.release();
        lock = null;
      });
      queue = last;
      await last;
    },
  };
}

/** @throws Error that says what is wrong with the text. */
function parse(text: string): Sections {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    throw new Error('is not JSON');
  }
  if (typeof root !== 'object' || root === null || Array.isArray(root)) throw new Error('is not a JSON object');
  const { format, ...sections } = root as Record<string, unknown>;
  if (format !== FORMAT) throw new Error(`has a format other than ${FORMAT}`);
  return sections;
}
