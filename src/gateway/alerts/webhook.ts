import { createHmac } from 'node:crypto';
import type { GatewayClock } from '../clock.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import { printableError } from '../telemetry/printable.js';
import type { Alert } from '../../admin/schemas/alerts.js';

/** Where alerts are sent. */
export interface WebhookOptions {
  /** Gets each alert by `POST` as JSON, when it is raised and again when it is cleared. It has no user name and no password. */
  readonly url: string;
  /**
   * Signs what is sent: `Heartbeat-Signature: t=<epoch seconds>,v1=<hex>`, the HMAC-SHA256 of `t`, a dot and the body. Check it,
   * and that `t` is not old, so that only the gateway can raise alerts.
   */
  readonly secret: string;
}

/** How many alerts wait while the receiver does not answer; beyond that, the oldest are dropped. */
const QUEUE = 100;
const TIMEOUT_MS = 10_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 300_000;
const ATTEMPTS = 12;

/** What the webhook needs of the gateway. */
export interface WebhookContext {
  readonly clock: GatewayClock;
  readonly random: () => number;
  readonly recorder: EventRecorder;
  readonly fetch: typeof globalThis.fetch;
}

/** Sends alerts, one after the other, so that a clearing never arrives before its raising. */
export interface Webhook {
  readonly send: (alert: Alert) => void;
  readonly stop: () => void;
}

/** The signature of a body at a time. */
const signatureOf = (secret: string, atSeconds: number, body: string): string =>
  `t=${atSeconds},v1=${createHmac('sha256', secret).update(`${atSeconds}.${body}`).digest('hex')}`;

/** Makes the sender of one webhook. */
export function createWebhook({ url, secret }: WebhookOptions, context: WebhookContext): Webhook {
  const { clock, random, recorder, fetch } = context;
  const queue: { readonly body: string; attempts: number }[] = [];
  let isSending = false;
  let timer: unknown = null;
  let isStopped = false;
  let attempt = new AbortController();

  const post = async (body: string): Promise<string | null> => {
    const atSeconds = Math.floor(clock.wallNow() / 1_000);
    const late = AbortSignal.timeout(TIMEOUT_MS);
    const current = (attempt = new AbortController());
    // `AbortSignal.any` holds the timeout weakly, so the timeout might be garbage collected before it fires.
    late.addEventListener('abort', () => current.abort(late.reason));
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'heartbeat-signature': signatureOf(secret, atSeconds, body) },
        body,
        redirect: 'error',
        signal: current.signal,
      });
      await response.body?.cancel();
      return response.ok ? null : `status ${response.status}`;
    } catch (error) {
      return printableError(error);
    }
  };
  const drop = (message: string): void => recorder.record('webhook.failed', { message });
  const sendNext = async (): Promise<void> => {
    const next = queue[0];
    if (!next || isSending || isStopped) return;
    isSending = true;
    const failure = await post(next.body);
    isSending = false;
    if (isStopped) return;
    if (failure === null) {
      queue.shift();
      return sendNext();
    }
    next.attempts += 1;
    if (next.attempts >= ATTEMPTS) {
      queue.shift();
      drop(`an alert was not delivered in ${ATTEMPTS} attempts: ${failure}`);
    }
    const delayMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** next.attempts) * (0.5 + random() / 2);
    // An alert that came to an empty queue did not wait for the timer of the one before it.
    clock.clearTimeout(timer);
    timer = clock.setTimeout(() => void sendNext(), delayMs);
  };

  return {
    send(alert) {
      queue.push({ body: JSON.stringify(alert), attempts: 0 });
      if (queue.length > QUEUE) {
        // The first may be on its way.
        queue.splice(isSending ? 1 : 0, 1);
        drop(`more than ${QUEUE} alerts wait for the webhook: the oldest was dropped`);
      }
      if (queue.length === 1) void sendNext();
    },
    stop() {
      isStopped = true;
      clock.clearTimeout(timer);
      attempt.abort();
    },
  };
}
