import { HeartbeatOptionError } from '../../protocol/options/optionError.js';
import { DEFAULT_TARGET } from '../statistics/slo.js';
import type { WebhookOptions } from './webhook.js';

/** How alerts are told, and against what the outages of people are measured. */
export interface AlertOptions {
  /** Where alerts are sent. @default none: they are records, `gateway.on('alert')`, `GET /heartbeat/alerts` and a metric */
  readonly webhook?: WebhookOptions | undefined;
  /**
   * The share of connected time in which a person is to see no outage, above 0 and below 1. The alert `slo_burn` is raised
   * when its error budget is used up fast. @default 0.995
   */
  readonly sloTarget?: number | undefined;
}

/** The options, checked and complete. */
export interface AlertConfig {
  readonly webhook: WebhookOptions | undefined;
  readonly sloTarget: number;
}

/** Shorter secrets can be guessed. */
const LEAST_SECRET = 16;

/** @throws HeartbeatOptionError naming the option. */
export function resolveAlerts({ webhook, sloTarget = DEFAULT_TARGET }: AlertOptions): AlertConfig {
  if (typeof sloTarget !== 'number' || !(sloTarget > 0 && sloTarget < 1)) {
    throw new HeartbeatOptionError('alerts.sloTarget', 'a share above 0 and below 1, as 0.995', sloTarget);
  }
  if (webhook !== undefined) {
    if (!isHttpUrl(webhook.url)) {
      throw new HeartbeatOptionError('alerts.webhook.url', 'an http: or https: URL', webhook.url);
    }
    if (typeof webhook.secret !== 'string' || webhook.secret.length < LEAST_SECRET) {
      // The value is not shown: it is meant to be a secret.
      throw new HeartbeatOptionError('alerts.webhook.secret', `text of ${LEAST_SECRET} characters or more`, '…');
    }
  }
  return { webhook, sloTarget };
}

const isHttpUrl = (url: unknown): boolean =>
  typeof url === 'string' && URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
