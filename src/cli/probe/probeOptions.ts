import { parseArgs } from 'node:util';
import { UsageError } from '../output.js';
import { EXIT_CODES } from './failure.js';

/** Longer than the longest idle limit that is common (350 s, load balancers of a large cloud). */
const MAX_IDLE_SECONDS = 360;
const TIMEOUT_SECONDS = 10;
const DAY_SECONDS = 86_400;

export const PROBE_USAGE = `heartbeat-socket probe <ws://… or wss://…>

  Opens a few connections, keeps some of them silent, and reports what limits the path: how long a connection may be
  silent in each direction, how old it may get, round trips, whether pings are answered, and which interval suits it.
  It takes as long as the limit that it finds, twice, and at most --max-idle for a path without one.

  --max-idle <seconds>    how long to try silence (default ${MAX_IDLE_SECONDS}; a gateway of ours allows 600)
  --max-age <seconds>     keep one busy connection this long (default: as long as the rest takes)
  --timeout <seconds>     give up on an upgrade or an answer after this long (default ${TIMEOUT_SECONDS})
  --header 'Name: value'  send a header with each upgrade; may be repeated
  --protocol <name>       offer a subprotocol; may be repeated
  --origin <origin>       the page to come from, where the server checks it
  --insecure              accept any certificate
  --json                  print the report as JSON

  Ctrl-C or SIGTERM ends it with what is known so far. Exit codes: 0 a report, 2 a wrong command line,
  ${Object.entries(EXIT_CODES)
    .map(([kind, code]) => `${code} ${kind}`)
    .join(', ')}.`;

/** What to probe, and how. */
export interface ProbeOptions {
  readonly url: string;
  readonly maxIdleMs: number;
  readonly maxAgeMs: number;
  readonly timeoutMs: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly protocols: readonly string[];
  readonly origin: string | undefined;
  readonly isInsecure: boolean;
  readonly isJson: boolean;
}

/** @throws UsageError */
export function parseProbeOptions(args: readonly string[]): ProbeOptions {
  const { values, positionals } = read(args);
  const [address, ...more] = positionals;
  if (address === undefined) throw wrong('no address to probe');
  if (more.length > 0) throw wrong(`one address, not ${JSON.stringify(more[0])} as well`);
  return {
    url: parseUrl(address),
    maxIdleMs: seconds('max-idle', values['max-idle'], MAX_IDLE_SECONDS),
    maxAgeMs: seconds('max-age', values['max-age'], 0),
    timeoutMs: seconds('timeout', values.timeout, TIMEOUT_SECONDS),
    headers: Object.fromEntries((values.header ?? []).map(parseHeader)),
    protocols: values.protocol ?? [],
    origin: values.origin,
    isInsecure: values.insecure ?? false,
    isJson: values.json ?? false,
  };
}

const wrong = (what: string): UsageError => new UsageError(what, PROBE_USAGE);

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'max-idle': { type: 'string' },
        'max-age': { type: 'string' },
        timeout: { type: 'string' },
        header: { type: 'string', multiple: true },
        protocol: { type: 'string', multiple: true },
        origin: { type: 'string' },
        insecure: { type: 'boolean' },
        json: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw wrong((error as Error).message);
  }
}

function parseUrl(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^(?:ws|http)s?:$/.test(url.protocol))
    throw wrong(`an address begins with ws:// or wss://, not ${JSON.stringify(address)}`);
  url.protocol = url.protocol.replace('http', 'ws');
  url.hash = '';
  return url.href;
}

function seconds(name: string, text: string | undefined, fallback: number): number {
  const value = text === undefined ? fallback : Number(text);
  const isGiven = text !== undefined;
  if (!Number.isFinite(value) || (isGiven && value < 1) || value > DAY_SECONDS)
    throw wrong(`--${name} takes 1 to ${DAY_SECONDS} seconds, not ${JSON.stringify(text)}`);
  return Math.round(value * 1_000);
}

function parseHeader(line: string): [name: string, value: string] {
  const [, name = '', value = ''] = /^([!#$%&'*+.^_`|~\w-]+):\s*([^\r\n]*)$/.exec(line) ?? [];
  if (name === '') throw wrong(`a header is written 'Name: value', not ${JSON.stringify(line)}`);
  return [name, value];
}
