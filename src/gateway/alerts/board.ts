import type { GatewayClock } from '../clock.js';
import type { Alert } from '../../admin/schemas/alerts.js';
import type { EventDetails } from '../../protocol/events.js';
import { createListeners } from '../../protocol/listeners.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import { printableError } from '../telemetry/printable.js';
import { RULES, type Rule, type RuleName } from './rules.js';

/** How many alerts that are over are kept. */
const RECENT = 100;
/** How long before an alert its period begins, so that a chart shows what has changed. */
const BEFORE_MS = 900_000;

/** Which alerts are active, and which were. */
export interface AlertBoard {
  readonly active: () => Alert[];
  /** Those that are over, the newest first. */
  readonly recent: () => Alert[];
  readonly isActive: (rule: string) => boolean;
  /** Calls the listener with each alert when it is raised, and again when it is cleared; returns the undo. */
  readonly subscribe: (listener: (alert: Alert) => unknown) => () => void;
}

/** Follows the alerts through their records, whatever part of the gateway raised them. */
export function followAlerts(clock: GatewayClock, gatewayId: string, recorder: EventRecorder): AlertBoard {
  const active = new Map<string, Alert>();
  const recent: Alert[] = [];
  const listeners = createListeners<[Alert]>((error) =>
    recorder.record('listener.failed', { message: printableError(error) }),
  );
  let raised = 0;

  const clear = (rule: string): void => {
    const alert = active.get(rule);
    if (!alert) return;
    const at = clock.wallNow();
    const over = { ...alert, clearedAt: at, to: at };
    active.delete(rule);
    recent.unshift(over);
    recent.length = Math.min(recent.length, RECENT);
    listeners.call(over);
  };
  const raise = ({ rule, message, value, usual }: EventDetails['alert.raised']): void => {
    const known: Rule | undefined = Object.hasOwn(RULES, rule) ? RULES[rule as RuleName] : undefined;
    // A part of the gateway may raise a rule again because something else is wrong now: that is another alert.
    clear(rule);
    const at = clock.wallNow();
    raised += 1;
    const alert: Alert = {
      id: `${gatewayId}-${raised}`,
      rule,
      severity: known?.severity ?? 'warning',
      message,
      ...(known && { advice: known.advice }),
      gatewayId,
      raisedAt: at,
      clearedAt: null,
      from: at - BEFORE_MS,
      to: at,
      value: value ?? null,
      usual: usual ?? null,
      ...(known?.unit !== undefined && { unit: known.unit }),
    };
    active.set(rule, alert);
    listeners.call(alert);
  };
  recorder.subscribe(
    (record) => {
      if (record.kind === 'alert.raised') raise(record);
      if (record.kind === 'alert.cleared') clear(record.rule);
    },
    ['alert.raised', 'alert.cleared'],
  );

  return {
    active: () => [...active.values()].map((alert) => ({ ...alert, to: clock.wallNow() })),
    recent: () => [...recent],
    isActive: (rule) => active.has(rule),
    subscribe: listeners.add,
  };
}
