#!/usr/bin/env node
import { createHash, randomBytes } from 'node:crypto';

const USAGE = `heartbeat-socket token <subject> <operator|viewer>

  Makes a token for a person or a service, and the entry for the file that HEARTBEAT_TOKENS_FILE names.
  The token is printed once and kept nowhere; the file holds only its digest.`;
const ROLES = ['operator', 'viewer'];
/** As long as a key that cannot be guessed. */
const TOKEN_BYTES = 32;
const MAX_SUBJECT_CHARS = 100;

/** Returns what is wrong with a command line, or null. */
function findFault([command, subject = '', role = '', ...rest]) {
  if (command !== 'token' || rest.length > 0) return USAGE;
  if (subject === '' || subject.length > MAX_SUBJECT_CHARS)
    return `The subject is a name of at most ${MAX_SUBJECT_CHARS} characters.\n\n${USAGE}`;
  return ROLES.includes(role) ? null : `The role is ${ROLES.join(' or ')}, not ${JSON.stringify(role)}.\n\n${USAGE}`;
}

const args = process.argv.slice(2);
const fault = findFault(args);
if (fault === null) {
  const [, subject, role] = args;
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const sha256 = createHash('sha256').update(token).digest('hex');
  process.stdout.write(
    `Token of ${subject}, shown only now:\n${token}\n\nEntry of the tokens file:\n${JSON.stringify({ subject, role, sha256 })}\n`,
  );
} else {
  process.stderr.write(`${fault}\n`);
  process.exitCode = 1;
}
