import type { ConnectionCause } from '../protocol/events.js';
import { HeartbeatOptionError } from '../protocol/options/optionError.js';

/** What a URL or protocols function is told about the attempt it is called for. */
export interface AttemptContext {
  /** 0 for the first dial. */
  readonly attempt: number;
  /** Why the connection before is gone; null for the first dial. */
  readonly cause: ConnectionCause | null;
}

/**
 * Where to connect: a URL, a function that is called once per attempt and may be async (a token in a URL expires), or
 * null to stay `idle`. When the function rejects, or does not answer within `connectTimeoutMs`, the attempt has failed.
 */
export type SocketUrl = string | URL | null | ((context: AttemptContext) => string | URL | Promise<string | URL>);

/** Subprotocols to ask for, or a function of the attempt, sync or async. */
export type SocketProtocols =
  string | string[] | ((context: AttemptContext) => string | string[] | Promise<string | string[]>);

/**
 * Resolves as the platform's WebSocket does: relative to the page, and `http(s):` stands for `ws(s):`.
 * @throws HeartbeatOptionError for a URL that no socket can be opened to
 */
export function resolveUrl(url: string | URL): string {
  const given = String(url);
  let resolved = '';
  try {
    // A missing environment variable is undefined, which would resolve to the path `/undefined`. `//` is refused.
    const { href } = new URL(url ?? '//', pageUrl());
    // React Native's `URL` adds a slash to everything, a query included.
    const address = href === `${given}/` ? given : href;
    // A fragment belongs to the page and not to the server; a WebSocket refuses it. In React Native `hash` has no setter.
    resolved = address.replace(/#.*/s, '').replace(/^http/, 'ws');
  } catch {
    // Reported below, with the rule.
  }
  if (/^wss?:/.test(resolved)) return resolved;
  throw new HeartbeatOptionError('url', 'a ws:, wss:, http: or https: URL', given);
}

/** Firefox holds back dials to a path that failed before, up to a minute (`network.websocket.delay-failed-reconnects`). */
export const canHoldDials = (): boolean => /Firefox/.test(globalThis.navigator?.userAgent);

/** Checks a literal URL where it is written; a relative one only where there is a page to be relative to. */
export function checkUrl(url: SocketUrl): void {
  if (url === null || typeof url === 'function') return;
  const isRelative = !/^[a-z][\w+.-]*:/i.test(String(url));
  if (!url || !isRelative || pageUrl() !== undefined) resolveUrl(url);
}

/** What a relative URL is relative to, `<base>` included, which is also right in `srcdoc` and `about:blank`. */
const pageUrl = (): string | undefined => globalThis.document?.baseURI ?? globalThis.location?.href;
