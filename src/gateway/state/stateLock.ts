import { randomUUID } from 'node:crypto';
import { linkSync, renameSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { GatewayClock } from '../clock.js';
import { printable } from '../telemetry/printable.js';
import { processBirth } from './processBirth.js';
import { isMissing, readRegularFile } from './regularFile.js';

/** How often the holder shows that it is alive, and how long after the last time another machine may take over. */
const REFRESH_MS = 10_000;
const STALE_MS = 60_000;
/** A lock without content is just being made, or its maker was killed while making it. */
const MAKING_MS = 5_000;
const MAX_LOCK_BYTES = 1_024;

/** A lock that is held. */
export interface StateLock {
  /** False once another process has taken it over, because this one stood still for too long. */
  readonly isHeld: () => boolean;
  readonly release: () => void;
}

/** Whose lock it is. */
interface Holder {
  readonly id: string;
  readonly pid: number;
  readonly host: string;
  readonly birth: string | null | undefined;
}

/**
 * Takes the lock at `path`, a file, because Node offers none of the system's locks. A lock whose process is dead is taken
 * over; that of a process on another machine, or in another container, once it has not been refreshed for a minute.
 * @throws Error naming the holder.
 */
export function takeLock(path: string, clock: GatewayClock): StateLock {
  const own: Holder = { id: randomUUID(), pid: process.pid, host: hostname(), birth: processBirth(process.pid) };
  if (!create(path, own)) {
    removeDead(path, own.id, clock);
    if (!create(path, own)) throw inUse(readHolder(path));
  }
  const isHeld = (): boolean => readHolder(path)?.id === own.id;
  let timer = refreshLater();
  function refreshLater(): unknown {
    return clock.setTimeout(() => {
      try {
        const now = clock.wallNow() / 1_000;
        if (isHeld()) utimesSync(path, now, now);
      } catch {}
      timer = refreshLater();
    }, REFRESH_MS);
  }
  return {
    isHeld,
    release() {
      clock.clearTimeout(timer);
      try {
        if (isHeld()) unlinkSync(path);
      } catch {}
    },
  };
}

/**
 * Removes a lock whose holder is dead. It is renamed and not deleted: of two processes that both find it dead, one gets it.
 * @throws Error when it is alive after all.
 */
function removeDead(path: string, ownId: string, clock: GatewayClock): void {
  const found = readHolder(path);
  if (isAlive(found, path, clock)) throw inUse(found);
  const dead = `${path}.${ownId}`;
  try {
    renameSync(path, dead);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  const taken = readHolder(dead);
  if (taken !== null && taken.id !== found?.id) {
    // Another process has taken it over meanwhile.
    linkSync(dead, path);
    unlinkSync(dead);
    throw inUse(taken);
  }
  unlinkSync(dead);
}

/** Returns false if there is a lock already. */
function create(path: string, holder: Holder): boolean {
  try {
    writeFileSync(path, JSON.stringify(holder), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Null for a lock that names no holder. */
function readHolder(path: string): Holder | null {
  try {
    const found: unknown = JSON.parse(readRegularFile(path, MAX_LOCK_BYTES));
    const { id, pid, host, birth } = found as Partial<Holder>;
    if (typeof id !== 'string' || typeof host !== 'string' || !Number.isInteger(pid)) return null;
    return { id, host, pid: pid as number, birth: typeof birth === 'string' ? birth : undefined };
  } catch {
    return null;
  }
}

function isAlive(holder: Holder | null, path: string, clock: GatewayClock): boolean {
  if (holder === null) return ageMs(path, clock) < MAKING_MS;
  if (holder.host !== hostname()) return ageMs(path, clock) < STALE_MS;
  const birth = processBirth(holder.pid);
  return birth !== null && (birth === undefined || holder.birth === undefined || birth === holder.birth);
}

function ageMs(path: string, clock: GatewayClock): number {
  try {
    return clock.wallNow() - statSync(path).mtimeMs;
  } catch (error) {
    if (isMissing(error)) return Infinity;
    throw error;
  }
}

const inUse = (holder: Holder | null): Error =>
  new Error(
    holder === null
      ? 'is being taken by another process'
      : `is in use by process ${holder.pid} on ${printable(holder.host, 100)}: each gateway needs a file of its own`,
  );
