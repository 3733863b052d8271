'use client';
import { forwardRef, useId, useState, type FormHTMLAttributes } from 'react';
import { useOwnSocket } from '../../react/context.js';
import { useSelected } from '../../react/selection/useSelected.js';
import type { LabelOverrides } from '../labels.js';
import { useGroup } from '../labelsContext.js';
import { Part, type PartProps } from '../Part.js';
import type { HeartbeatSocket } from '../types.js';
import { englishSettings } from './englishSettings.js';
import { toTradeOff } from './tradeOff.js';

/** What `className` and `style` functions of `HeartbeatSettings` are given. */
export interface HeartbeatSettingsState {
  /** What is typed differs from what is in force. */
  readonly isChanged: boolean;
  readonly isValid: boolean;
}

/** Props of `HeartbeatSettings`; those of a `form` go to its element. */
export interface HeartbeatSettingsProps extends PartProps<FormHTMLAttributes<HTMLFormElement>, HeartbeatSettingsState> {
  /** The connection; by default the nearest provider's. */
  socket?: HeartbeatSocket | undefined;
  /** Words to use instead of the built-in ones. */
  labels?: LabelOverrides | undefined;
}

/** React 18 and 19 have different names for it. */
type SubmitOfForm = Parameters<NonNullable<FormHTMLAttributes<HTMLFormElement>['onSubmit']>>[0];

const toSeconds = (ms: number): string => String(ms / 1_000);
/** 2.03 × 1 000 is a little less than 2 030. */
const toMs = (seconds: string): number => Math.round(Number(seconds) * 1_000);
const toTenths = (value: number): number => Math.round(value * 10) / 10;
/**
 * In a field that the person has not changed, the value in force is valid, even if the gateway sent fractions of a
 * second.
 */
const isDuration = (typed = '1'): boolean => /^[1-9]\d{0,5}$/.test(typed);

/**
 * The interval and timeout of the live connection, with the trade-off of what is being typed. They apply from the next
 * ping on, without a reconnect. The gateway's operator may change them again. Where the connection has no heartbeats, it shows
 * nothing.
 *
 * | attribute | values |
 * |---|---|
 * | `data-changed` | present while what is typed is not in force |
 * | `data-source` | where the timing in force comes from: `default`, `options`, `gateway`, `runtime` |
 */
export const HeartbeatSettings = forwardRef<HTMLFormElement, HeartbeatSettingsProps>(function HeartbeatSettings(
  { socket: given, labels, children, onSubmit, ...rest },
  ref,
) {
  const socket = useOwnSocket(given);
  const settings = useSelected((now) => now.settings, socket);
  const words = useGroup('settings', englishSettings, labels);
  const [typed, setTyped] = useState<{ interval?: string; timeout?: string }>({});
  const errorId = useId();

  const interval = typed.interval ?? toSeconds(settings.intervalMs);
  const timeout = typed.timeout ?? toSeconds(settings.timeoutMs);
  const isValid = isDuration(typed.interval) && isDuration(typed.timeout);
  const timing = { intervalMs: toMs(interval), timeoutMs: toMs(timeout) };
  const isChanged = timing.intervalMs !== settings.intervalMs || timing.timeoutMs !== settings.timeoutMs;
  const { pingsPerMinute, bytesPerHour, noticedWithinMs } = toTradeOff(isValid ? timing : settings);
  const source = settings.source as keyof typeof words.source;

  const handleSubmit = (event: SubmitOfForm): void => {
    onSubmit?.(event);
    if (event.defaultPrevented) return;
    event.preventDefault();
    if (!isValid) return;
    socket.configure(timing);
    setTyped({});
  };
  const field = (name: 'interval' | 'timeout', value: string) => (
    <label>
      <span>{words[name]}</span>
      <input
        inputMode="numeric"
        autoComplete="off"
        value={value}
        aria-invalid={!isDuration(typed[name])}
        aria-describedby={errorId}
        onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
      />
    </label>
  );

  // Without heartbeats there is nothing to set.
  if (!settings.intervalMs) return null;
  return (
    <Part
      tag="form"
      name="settings"
      state={{ isChanged, isValid }}
      given={{ 'aria-label': words.name, ...rest }}
      own={{ 'data-changed': isChanged ? '' : undefined, 'data-source': settings.source, onSubmit: handleSubmit }}
      partRef={ref}
    >
      {field('interval', interval)}
      {field('timeout', timeout)}
      <p id={errorId} data-heartbeat="settings-error">
        {isValid ? '' : words.invalid}
      </p>
      <ul data-heartbeat="settings-cost">
        <li>{words.pings(toTenths(pingsPerMinute))}</li>
        <li>{words.traffic(toTenths(bytesPerHour / 1_000))}</li>
        <li>{words.detection(toTenths(noticedWithinMs / 1_000))}</li>
      </ul>
      <div data-heartbeat="settings-actions">
        <button type="submit" aria-disabled={!isChanged || !isValid}>
          {words.apply}
        </button>
        <span data-heartbeat="settings-source">{words.source[source] ?? source}</span>
      </div>
      {children}
    </Part>
  );
});
