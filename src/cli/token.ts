import { createHash, randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { UsageError, type Output } from './output.js';

export const TOKEN_USAGE = `heartbeat-socket token <subject> [viewer|operator]

  Makes a token for a person or a service, and the entry for the file that HEARTBEAT_TOKENS_FILE names.
  The token is printed once and kept nowhere; the file holds only its digest.

  <subject>   the name that stands in every record of what its holder does
  viewer      may look (the default)
  operator    may also change settings, disconnect peers, drain, and post notices`;

const ROLES = ['viewer', 'operator'];
/** As long as a key that cannot be guessed. */
const TOKEN_BYTES = 32;
const MAX_SUBJECT_CHARS = 100;

/** Makes a token and prints it. @throws UsageError */
export function token(args: readonly string[], { print }: Output): number {
  const { subject, role } = parse(args);
  const secret = randomBytes(TOKEN_BYTES).toString('base64url');
  const sha256 = createHash('sha256').update(secret).digest('hex');
  print(
    `Token of ${subject}, shown only now:\n${secret}\n\nEntry of the tokens file:\n${JSON.stringify({ subject, role, sha256 })}\n`,
  );
  return 0;
}

function parse(args: readonly string[]): { readonly subject: string; readonly role: string } {
  const fail = (what: string): never => {
    throw new UsageError(what, TOKEN_USAGE);
  };
  const positionals = ((): string[] => {
    try {
      return parseArgs({ args: [...args], allowPositionals: true, options: {} }).positionals;
    } catch (error) {
      return fail((error as Error).message);
    }
  })();
  const [subject = '', role = 'viewer', ...rest] = positionals;
  if (subject === '' || subject.length > MAX_SUBJECT_CHARS)
    fail(`the subject is a name of 1 to ${MAX_SUBJECT_CHARS} characters`);
  // Names stand in logs and on the operators' page, where a line break would look like another record.
  if (/\p{Cc}|\p{Zl}|\p{Zp}/u.test(subject)) fail('the subject must not have control characters');
  if (!ROLES.includes(role)) fail(`the role is ${ROLES.join(' or ')}, not ${JSON.stringify(role)}`);
  if (rest.length > 0)
    fail(`one subject and one role, not ${JSON.stringify(rest[0])} as well (quote a name with spaces)`);
  return { subject, role };
}
