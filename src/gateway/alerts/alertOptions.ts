import { HeartbeatOptionError } from '../../protocol/options/optionError.js';
import { DEFAULT_TARGET, type BurnPair } from '../statistics/slo.js';
import type { WebhookOptions } from './webhook.js';

/** How alerts are reported, and the target that people's outages are measured against. */
export interface AlertOptions {
  /** Where alerts are sent. @default none: they are records, `gateway.on('alert')`, `GET /heartbeat/alerts` and a metric */
  readonly webhook?: WebhookOptions | undefined;
  /**
   * The share of connected time in which a person is to see no outage, above 0 and below 1. The alert `slo_burn` is raised
   * when its error budget is used up fast. @default 0.995
   */
  readonly sloTarget?: number | undefined;
  /**
   * What counts as fast: in both windows of a pair, the budget is used up more than `factor` times as fast as the
   * target allows. Windows are from 30 s to a day, at most eight pairs.
   * @default 14.4 × over 1 h and 5 min, 6 × over 6 h and 30 min, 3 × over 1 d and 2 h
   */
  readonly sloPairs?: readonly BurnPair[] | undefined;
}

/** The options, checked and complete. */
export interface AlertConfig {
  readonly webhook: WebhookOptions | undefined;
  readonly sloTarget: number;
  /** Undefined: the usual ones. */
  readonly sloPairs: readonly BurnPair[] | undefined;
}

/** Shorter secrets can be guessed. */
const LEAST_SECRET = 16;

/** @throws HeartbeatOptionError naming the option. */
export function resolveAlerts({ webhook, sloTarget = DEFAULT_TARGET, sloPairs }: AlertOptions): AlertConfig {
  if (typeof sloTarget !== 'number' || !(sloTarget > 0 && sloTarget < 1)) {
    throw new HeartbeatOptionError('alerts.sloTarget', 'a share above 0 and below 1, such as 0.995', sloTarget);
  }
  if (sloPairs !== undefined && !arePairs(sloPairs)) {
    throw new HeartbeatOptionError('alerts.sloPairs', PAIRS, sloPairs);
  }
  if (webhook !== undefined) {
    if (!isHttpUrl(webhook.url)) {
      // The value is not shown: it may hold a password, or be a secret as a whole.
      throw new HeartbeatOptionError(
        'alerts.webhook.url',
        'an http: or https: URL without a user name or password',
        '…',
      );
    }
    if (typeof webhook.secret !== 'string' || webhook.secret.trim().length < LEAST_SECRET) {
      // The value is not shown: it is meant to be a secret.
      throw new HeartbeatOptionError('alerts.webhook.secret', `text of ${LEAST_SECRET} characters or more`, '…');
    }
  }
  // A line end after the secret, as files and shells leave it, is not part of it.
  return { webhook: webhook && { ...webhook, secret: webhook.secret.trim() }, sloTarget, sloPairs };
}

const PAIRS = 'one to eight of { factor: above 1, longMs: up to a day, shortMs: 30 000 or more, below longMs }';
const SHORTEST_MS = 30_000;
const LONGEST_MS = 86_400_000;

const arePairs = (pairs: unknown): boolean =>
  Array.isArray(pairs) && pairs.length >= 1 && pairs.length <= 8 && (pairs as unknown[]).every(isPair);

function isPair(pair: unknown): boolean {
  const { factor, longMs, shortMs } = (pair ?? {}) as Partial<Record<keyof BurnPair, unknown>>;
  const areNumbers = [factor, longMs, shortMs].every(Number.isFinite);
  return areNumbers && Number(factor) > 1 && isOrdered(Number(shortMs), Number(longMs));
}

const isOrdered = (shortMs: number, longMs: number): boolean =>
  shortMs >= SHORTEST_MS && shortMs < longMs && longMs <= LONGEST_MS;

/** `fetch` refuses a URL with a user name or a password, and its error shows them. */
function isHttpUrl(url: unknown): boolean {
  if (typeof url !== 'string' || !URL.canParse(url)) return false;
  const { protocol, username, password } = new URL(url);
  return ['http:', 'https:'].includes(protocol) && username === '' && password === '';
}
