'use client';
import type { ConnectionCause, ConnectionStatus } from './types.js';

/** Every word the components say. Sentences with values are functions, because languages order them differently. */
export interface HeartbeatLabels {
  /** The banner's first line during an outage: what happened. */
  readonly title: Readonly<Record<ConnectionCause, string>>;
  /** The banner's second line during an outage: what comes next, without asking the person for anything. */
  readonly description: Readonly<Record<ConnectionCause, string>>;
  /** The banner when no further attempt will be made. */
  readonly failed: {
    readonly title: string;
    /** All attempts are used up. `attempts` is 0 where the app allows none. */
    readonly exhausted: (attempts: number) => string;
    readonly auth: string;
    readonly refused: string;
    /** Closed with 1009. */
    readonly tooLarge: string;
    /** Closed with 1002, 1003, 1007 or 1010. */
    readonly unreadable: string;
  };
  readonly banner: {
    /** Accessible name of the banner. */
    readonly region: string;
    readonly restored: string;
    /** `maxAttempts` may be Infinity. */
    readonly attempt: (attempt: number, maxAttempts: number) => string;
    readonly dismiss: string;
    readonly details: string;
    /** For support. `reason` may be empty. */
    readonly closeCode: (code: number, reason: string) => string;
  };
  readonly countdown: {
    readonly waiting: (seconds: number) => string;
    readonly connecting: string;
  };
  readonly button: { readonly reconnect: string };
  // The components of the following groups bring their own English, so that a page without them does not load it.
  /** What `ConnectionIndicator` says for each status: a word or two. */
  readonly status?: Readonly<Record<ConnectionStatus, string>> | undefined;
  readonly indicator?:
    | {
        readonly latency: (ms: number) => string;
        /** `at` is epoch ms. */
        readonly since: (at: number) => string;
      }
    | undefined;
  readonly latency?: LatencyLabels | undefined;
  readonly log?: LogLabels | undefined;
  readonly settings?: SettingsLabels | undefined;
  readonly sendStatus?: SendStatusLabels | undefined;
  readonly notice?: NoticeLabels | undefined;
}

/** Words of `LatencyMeter` and `LatencyChart`. */
export interface LatencyLabels {
  readonly name: string;
  readonly value: (ms: number) => string;
  readonly none: string;
  readonly level: Readonly<Record<'good' | 'fair' | 'poor', string>>;
  /** What the chart shows, for screen readers. */
  readonly summary: (pongs: number, missed: number, lowestMs: number, highestMs: number) => string;
}

/** Words of `HeartbeatLog`. The kinds of events are names of the protocol and are not translated. */
export interface LogLabels {
  readonly name: string;
  readonly filter: string;
  readonly everything: string;
  readonly pause: string;
  readonly follow: string;
  readonly copy: string;
  readonly copied: string;
  readonly download: string;
  readonly empty: string;
  readonly earlier: (count: number) => string;
}

/** Words of `HeartbeatSettings`. */
export interface SettingsLabels {
  readonly name: string;
  readonly interval: string;
  readonly timeout: string;
  readonly apply: string;
  readonly invalid: string;
  readonly pings: (perMinute: number) => string;
  readonly traffic: (kilobytesPerHour: number) => string;
  readonly detection: (seconds: number) => string;
  readonly source: Readonly<Record<'default' | 'options' | 'gateway' | 'runtime', string>>;
}

/** Words of `SendStatus`. Counts are of messages. */
export interface SendStatusLabels {
  readonly sent: string;
  readonly sending: string;
  readonly waiting: (count: number) => string;
  readonly inDoubt: (count: number) => string;
  readonly notSent: (count: number) => string;
  /** The tooltips. */
  readonly hint: Readonly<Record<'received' | 'sent' | 'waiting' | 'in-doubt' | 'not-sent', string>>;
}

/** Words of `OperatorNotice`. What it says comes from the operator. */
export interface NoticeLabels {
  /** Accessible name of the notice. */
  readonly region: string;
  readonly dismiss: string;
}

/** Words to use instead of the built-in ones. Those that are left out stay as they are. */
export type LabelOverrides = {
  readonly [Group in keyof HeartbeatLabels]?: Partial<NonNullable<HeartbeatLabels[Group]>> | undefined;
};

const again = 'Trying again automatically.';
const reconnecting = 'Reconnecting automatically.';

/** The built-in English of banner, countdown and button. */
export const englishLabels: HeartbeatLabels = {
  title: {
    manual: 'Reconnecting',
    'heartbeat-timeout': 'Connection timed out',
    'connect-timeout': 'Server not responding',
    'connect-error': 'Can’t connect',
    unreachable: 'Can’t reach the server',
    'upgrade-blocked': 'Connection blocked',
    closed: 'Connection lost',
    'network-offline': 'You are offline',
    drain: 'Server restarting',
    overload: 'Server busy',
    auth: 'Signed out',
    refused: 'Connection refused',
    sleep: 'Connection lost while asleep',
    hidden: 'Disconnected in the background',
  },
  description: {
    manual: 'Opening a fresh connection.',
    'heartbeat-timeout': 'The server stopped answering. Reconnecting.',
    'connect-timeout': again,
    'connect-error': again,
    unreachable: again,
    'upgrade-blocked': 'A proxy or firewall blocks live connections.',
    closed: reconnecting,
    'network-offline': 'Reconnecting when your network is back.',
    drain: 'Reconnecting in a moment.',
    overload: 'Waiting a little longer this time.',
    auth: 'Renewing your session.',
    refused: again,
    sleep: reconnecting,
    hidden: reconnecting,
  },
  failed: {
    title: 'Could not reconnect',
    exhausted: (attempts) => {
      if (attempts === 0) return 'Automatic retries are off.';
      return attempts === 1 ? 'Tried once.' : `Tried ${attempts} times.`;
    },
    auth: 'Sign in again to reconnect.',
    refused: 'You don’t have access.',
    tooLarge: 'A message was too large for the server.',
    unreadable: 'The server could not read what this page sent.',
  },
  banner: {
    region: 'Connection',
    restored: 'Back online',
    attempt: (attempt, maxAttempts) =>
      maxAttempts < Infinity ? `Attempt ${attempt} of ${maxAttempts}.` : `Attempt ${attempt}.`,
    dismiss: 'Dismiss',
    details: 'Details',
    closeCode: (code, reason) => `Close code ${code}${reason && `: ${reason}`}`,
  },
  countdown: {
    waiting: (seconds) => `Retrying in ${seconds} s`,
    connecting: 'Connecting…',
  },
  button: { reconnect: 'Reconnect now' },
};

/** Lays overrides over labels, group by group. */
export function mergeLabels<Labels extends LabelOverrides>(labels: Labels, overrides: LabelOverrides): Labels {
  const groups = Object.entries(overrides) as [keyof HeartbeatLabels, object | undefined][];
  return Object.assign(
    { ...labels },
    ...groups.map(([group, words]) => ({ [group]: { ...labels[group], ...words } })),
  ) as Labels;
}
