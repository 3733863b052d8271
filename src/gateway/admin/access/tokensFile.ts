import { timingSafeEqual } from 'node:crypto';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { ROLES, type AdminIdentity } from '../../../admin/schemas/me.js';
import type { GatewayClock } from '../../clock.js';
import { fileVersion, watchFile } from '../../state/fileWatch.js';
import { isMissing, readRegularFile } from '../../state/regularFile.js';
import { printable, printableError } from '../../telemetry/printable.js';

const MAX_BYTES = 1_048_576;
const MAX_TOKENS = 1_000;
const MAX_SUBJECT_CHARS = 100;
/** How long the last good tokens count while the file is broken: time to mend it, and no more. */
const GRACE_MS = 60_000;

/** A token as the file has it: its digest, so that reading the file gives no token away. */
const tokenSchema = v.strictObject({
  subject: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_SUBJECT_CHARS)),
  role: v.picklist(ROLES),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/i)),
});
const fileSchema = v.strictObject({ tokens: v.pipe(v.array(tokenSchema), v.maxLength(MAX_TOKENS)) });

interface NamedToken {
  readonly identity: AdminIdentity;
  readonly digest: Buffer;
}

/** The tokens of a file that is read again whenever it changes. */
export interface TokensFile {
  /** The identity that a token stands for, by its SHA-256 digest; null for a token that is not in the file. */
  readonly find: (digest: Buffer) => AdminIdentity | null;
  /**
   * Reads it again whenever it changes. `onProblem` is called with what is wrong with the file, now and later, and with
   * null once it is repaired.
   */
  readonly watch: (onProblem: (problem: string | null) => void) => void;
  readonly close: () => void;
}

/**
 * Reads the tokens, now and after each change, so that tokens are rotated without a restart. A file that is broken
 * keeps the last good tokens for a minute; a file that is gone takes them away at once, because deleting it is a way to
 * withdraw every token.
 */
export function createTokensFile(path: string, clock: GatewayClock): TokensFile {
  const where = resolve(path);
  const version = fileVersion(where);
  let tokens: readonly NamedToken[] = [];
  let problem: string | null = null;
  let report = (_problem: string | null): void => {};
  let graceTimer: unknown = null;
  let stop = (): void => {};

  const endGrace = (): void => {
    clock.clearTimeout(graceTimer);
    graceTimer = null;
  };
  const read = (): void => {
    const before = problem;
    try {
      tokens = parse(readRegularFile(where, MAX_BYTES));
      problem = null;
      endGrace();
    } catch (error) {
      problem = `${where} ${isMissing(error) ? 'is gone: its tokens are no longer taken' : printableError(error)}`;
      if (isMissing(error)) tokens = [];
      else if (tokens.length > 0) {
        problem += '. Its last good tokens are taken for a minute at most';
        // Counted from the first failure, so that a file that is broken again and again does not keep its old tokens.
        graceTimer ??= clock.setTimeout(() => (tokens = []), GRACE_MS);
      }
    }
    if (problem !== before) report(problem);
  };

  read();
  return {
    find(digest) {
      let found: AdminIdentity | null = null;
      // Always compares all of them, so that the time it takes reveals nothing about any token.
      for (const token of tokens) if (timingSafeEqual(token.digest, digest)) found = token.identity;
      return found;
    },
    watch(onProblem) {
      report = onProblem;
      // The caller first has to have the time to subscribe to what is reported.
      if (problem !== null) queueMicrotask(() => report(problem));
      stop = watchFile(where, version, clock, read);
    },
    close() {
      stop();
      endGrace();
    },
  };
}

/** @throws Error that says what is wrong, and quotes nothing of the file. */
function parse(text: string): readonly NamedToken[] {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    throw new Error('is not JSON');
  }
  const result = v.safeParse(fileSchema, root, { abortEarly: true });
  if (!result.success) {
    const at = printable(v.getDotPath(result.issues[0]) ?? '', 80);
    throw new Error(`is not a tokens file: ${at === '' ? 'it must be {"tokens": […]}' : `${at} is invalid`}`);
  }
  return result.output.tokens.map(({ subject, role, sha256 }) => ({
    identity: { role, subject: printable(subject, MAX_SUBJECT_CHARS) },
    digest: Buffer.from(sha256, 'hex'),
  }));
}
