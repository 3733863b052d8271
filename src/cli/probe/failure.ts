/** Why a path could not be measured, and the exit code for it. */
export const EXIT_CODES = {
  'unknown name': 10,
  'no connection': 11,
  'no answer in time': 12,
  'TLS failed': 13,
  'refused over HTTP': 14,
  'no WebSocket': 15,
  'closed at once': 16,
  'invalid frames': 17,
} as const;

export type FailureKind = keyof typeof EXIT_CODES;

/** A path that cannot be measured, in a sentence that says what happened and what to look at. */
export class ProbeFailure extends Error {
  readonly kind: FailureKind;

  constructor(kind: FailureKind, sentence: string) {
    super(sentence);
    this.kind = kind;
  }
}

/** How far a dial came before it failed. */
export type DialStep = 'started' | 'resolved' | 'connected' | 'secured';

interface Dial {
  readonly url: URL;
  readonly step: DialStep;
  readonly timeoutMs: number;
}

const SENTENCES_BY_CODE: Readonly<Record<string, (host: string) => readonly [FailureKind, string]>> = {
  ENOTFOUND: (host) => [
    'unknown name',
    `The name ${host} does not exist. Is it spelt right, and known to this machine's DNS?`,
  ],
  EAI_AGAIN: (host) => ['unknown name', `DNS did not answer for ${host}. Try again, or ask from another network.`],
  ECONNREFUSED: (host) => ['no connection', `${host} refused the TCP connection: nothing listens on that port.`],
  EHOSTUNREACH: (host) => ['no connection', `There is no route to ${host}.`],
  ENETUNREACH: (host) => ['no connection', `There is no route to ${host}.`],
  ECONNRESET: (host) => ['no connection', `${host} accepted the TCP connection and reset it before it answered.`],
  EPIPE: (host) => ['no connection', `${host} accepted the TCP connection and ended it before it answered.`],
};

/** OpenSSL's own, and those of Node's check of the certificate. */
const TLS_CODES = /^(?:ERR_SSL_|ERR_TLS_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|EPROTO$|ERR_OSSL)|_CERT/;

/** The failure that an error of a dial means. */
export function explainDialError(
  error: Error & { readonly code?: string },
  { url, step, timeoutMs }: Dial,
): ProbeFailure {
  const { code = '', message } = error;
  const known = SENTENCES_BY_CODE[code];
  if (TLS_CODES.test(code)) return new ProbeFailure('TLS failed', explainTls(code, message, url));
  if (known) return new ProbeFailure(...known(url.host));
  if (code === 'ETIMEDOUT' || message.includes('timed out'))
    return new ProbeFailure('no answer in time', explainTimeout(step, url, timeoutMs));
  if (message === 'socket hang up')
    return new ProbeFailure('no connection', `${url.host} ended the TCP connection before it answered the upgrade.`);
  return new ProbeFailure('no WebSocket', `${url.href} does not answer as a WebSocket server does: ${message}.`);
}

function explainTls(code: string, message: string, { host }: URL): string {
  if (/EPROTO|WRONG_VERSION/.test(code) || message.includes('wrong version number'))
    return `${host} does not speak TLS on that port (${code}). Is it ws:// rather than wss://?`;
  return `TLS with ${host} failed: ${message} (${code}). Use --insecure to measure the path anyway.`;
}

function explainTimeout(step: DialStep, { host, protocol }: URL, timeoutMs: number): string {
  const within = `within ${timeoutMs / 1_000} s`;
  if (step === 'started') return `The name ${host} was not resolved ${within}.`;
  if (step === 'resolved')
    return `${host} did not accept the TCP connection ${within}: a firewall drops it, or nothing is there.`;
  if (step === 'connected' && protocol === 'wss:')
    return `${host} accepted the TCP connection, but did not finish TLS ${within}.`;
  return `${host} took the connection, but did not answer the upgrade ${within}.`;
}

const HINTS: Readonly<Record<number, string>> = {
  200: 'That is a plain page: the path is wrong, or a proxy does not forward the upgrade.',
  400: 'A proxy may have dropped the Upgrade header.',
  401: 'Give credentials by --header.',
  403: 'The server may check the origin: give --origin, or credentials by --header.',
  404: 'Is the path right?',
  426: 'A proxy on the path does not forward the Upgrade header.',
  429: 'There are too many connections from here.',
  502: 'The proxy does not reach the server.',
  503: 'The server is overloaded or leaving.',
  504: 'The proxy gets no answer from the server.',
};

/** An upgrade that was answered by HTTP. */
export function explainStatus(url: URL, status: number, text: string, location: string | undefined): ProbeFailure {
  const hint =
    location === undefined ? (HINTS[status] ?? '') : `It points to ${JSON.stringify(location.slice(0, 200))}.`;
  return new ProbeFailure(
    'refused over HTTP',
    `${url.href} answered the upgrade with ${`${status} ${text}`.trim()}. ${hint}`.trim(),
  );
}

/** What a server sent that is no WebSocket frame, or no frame that may be sent. */
export const explainFrames = ({ host }: URL, message: string): ProbeFailure =>
  new ProbeFailure(
    'invalid frames',
    `${host} accepted the upgrade and then sent what is no WebSocket: ${message.replace('Invalid WebSocket frame: ', '')}.`,
  );

/** A server that accepts only to close. */
export const explainClose = ({ host }: URL, code: number, reason: string): ProbeFailure =>
  new ProbeFailure(
    'closed at once',
    `${host} accepted the upgrade and ${code === 1006 ? 'cut the connection at once' : `closed the connection at once, with ${describeCode(code, reason)}`}.`,
  );

/** A close code and its reason, which a stranger wrote. */
export const describeCode = (code: number, reason: string): string =>
  reason === '' ? String(code) : `${code} ${JSON.stringify(reason)}`;
