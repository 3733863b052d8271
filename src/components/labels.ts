'use client';
import type { ConnectionCause, ConnectionStatus } from './types.js';

/**
 * Every word the components say. Sentences with values are functions, because languages put the values in different
 * places.
 */
export interface HeartbeatLabels {
  /** The banner's title during an outage: what happened. `manual`: an attempt that the person asked for is under way. */
  readonly title: Readonly<Record<ConnectionCause, string>>;
  /** The clause after the title: what comes next, without asking the person for anything. It may be empty. */
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
    /** The words on the folded banner, whatever the cause: short, and true. */
    readonly folded: string;
    /** What becomes of the messages in the outbox: during an outage, at its end, and when no attempt will follow. */
    readonly willSend: (messages: number) => string;
    readonly sent: (messages: number) => string;
    readonly unsent: (messages: number) => string;
    /** Sent just before the loss: they may have arrived or not. */
    readonly inDoubt: (messages: number) => string;
    /** `maxAttempts` may be Infinity. */
    readonly attempt: (attempt: number, maxAttempts: number) => string;
    readonly dismiss: string;
    /** Accessible name of the button that unfolds the banner. */
    readonly unfold: string;
    readonly details: string;
    /** For support. `reason` may be empty. */
    readonly closeCode: (code: number, reason: string) => string;
    readonly copy: string;
    readonly copied: string;
  };
  readonly countdown: {
    readonly waiting: (seconds: number) => string;
    /** Also the banner's title when the first dial takes long. */
    readonly connecting: string;
  };
  readonly button: {
    /** `ReconnectButton` on its own. */
    readonly reconnect: string;
    /** The banner's: while waiting, when no attempt will follow, and where only a new sign-in helps. */
    readonly retry: string;
    readonly tryAgain: string;
    readonly signIn: string;
  };
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

const again = 'Trying again…';
const reconnecting = 'Reconnecting…';
const counted = (messages: number): string => (messages === 1 ? '1 message' : `${messages} messages`);

/** The built-in English of banner, countdown and button. */
export const englishLabels: HeartbeatLabels = {
  title: {
    manual: reconnecting,
    'heartbeat-timeout': 'Connection lost',
    'connect-timeout': 'Server not responding',
    'connect-error': 'Can’t connect',
    unreachable: 'Can’t reach the server',
    'upgrade-blocked': 'Connection blocked',
    closed: 'Connection lost',
    'network-offline': 'You’re offline',
    drain: 'Server restarting',
    overload: 'Server busy',
    auth: 'You’re signed out',
    refused: 'Connection refused',
    sleep: 'Lost while asleep',
    hidden: 'Lost in the background',
  },
  description: {
    manual: '',
    'heartbeat-timeout': reconnecting,
    'connect-timeout': again,
    'connect-error': again,
    unreachable: reconnecting,
    'upgrade-blocked': 'A proxy or firewall is in the way',
    closed: reconnecting,
    'network-offline': 'Reconnects when the network is back',
    drain: 'Back in a moment',
    overload: 'Waiting a little longer',
    auth: 'Renewing your session…',
    refused: again,
    sleep: reconnecting,
    hidden: reconnecting,
  },
  failed: {
    title: 'Can’t reconnect',
    exhausted: (attempts) => {
      if (attempts === 0) return 'Automatic retries are off';
      return attempts === 1 ? 'Tried once' : `Tried ${attempts} times`;
    },
    auth: 'Sign in to carry on',
    refused: 'You don’t have access',
    tooLarge: 'A message was too large for the server',
    unreadable: 'The server could not read what this page sent',
  },
  banner: {
    region: 'Connection',
    restored: 'Back online',
    folded: 'Not connected',
    willSend: (messages) => `${counted(messages)} will be sent when you’re back`,
    sent: (messages) => `${counted(messages)} sent`,
    unsent: (messages) => `${counted(messages)} not sent yet`,
    inDoubt: (messages) => `${counted(messages)} may not have arrived`,
    attempt: (attempt, maxAttempts) => `Attempt ${attempt}${maxAttempts < Infinity ? ` of ${maxAttempts}` : ''}`,
    dismiss: 'Dismiss',
    unfold: 'Show more',
    details: 'Details',
    closeCode: (code, reason) => `Close code ${code}${reason && `: ${reason}`}`,
    copy: 'Copy',
    copied: 'Copied',
  },
  countdown: {
    waiting: (seconds) => `Retrying in ${seconds} s`,
    connecting: 'Connecting…',
  },
  button: { reconnect: 'Reconnect now', retry: 'Retry now', tryAgain: 'Try again', signIn: 'Sign in' },
};

/** Lays overrides over labels, group by group. */
export function mergeLabels<Labels extends LabelOverrides>(labels: Labels, overrides: LabelOverrides): Labels {
  const groups = Object.entries(overrides) as [keyof HeartbeatLabels, object | undefined][];
  return Object.assign(
    { ...labels },
    ...groups.map(([group, words]) => ({ [group]: { ...labels[group], ...words } })),
  ) as Labels;
}
