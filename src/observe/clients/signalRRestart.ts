import type { Clock } from '../../client/clock.js';

/** What SignalR asks its retry policy. */
export interface RetryContext {
  readonly previousRetryCount: number;
  readonly elapsedMilliseconds: number;
  readonly retryReason: Error;
}

/** The retry policy that a HubConnection was built with. */
export interface RetryPolicyLike {
  nextRetryDelayInMilliseconds(context: RetryContext): number | null;
}

/** What is dialled. */
interface Hub {
  readonly state: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Dials that a person asks for. */
export interface SignalRRestart {
  /** From the request until the connection is there, or the retry policy gives up. */
  readonly isUnderWay: boolean;
  /** Ends the present connection and starts another. */
  readonly begin: () => Promise<void>;
  readonly cancel: () => void;
}

/**
 * Makes what dials a hub when a person asks. SignalR tries only a dropped connection again and not a `start()` that failed, so
 * that the dials after it, by the hub's own retry policy, are made here.
 */
export function createSignalRRestart(hub: Hub, policy: RetryPolicyLike | undefined, clock: Clock): SignalRRestart {
  let isUnderWay = false;
  let isStopping = false;
  let timer: unknown;

  const start = async (previousRetryCount = 0, since = clock.now()): Promise<void> => {
    try {
      await hub.start();
      isUnderWay = false;
    } catch (error) {
      // The person has asked again, or has ended it.
      if (isStopping || !isUnderWay) return;
      const elapsedMilliseconds = Math.round(clock.now() - since);
      const retryReason = error instanceof Error ? error : new Error(String(error));
      const context = { previousRetryCount, elapsedMilliseconds, retryReason };
      const delayMs = policy?.nextRetryDelayInMilliseconds(context) ?? null;
      if (delayMs === null) isUnderWay = false;
      else timer = clock.setTimeout(() => void start(previousRetryCount + 1, since), delayMs);
    }
  };
  return {
    get isUnderWay() {
      return isUnderWay;
    },
    begin: async () => {
      // Stopping takes a moment, in which a second request is the same one.
      if (isStopping) return;
      clock.clearTimeout(timer);
      isUnderWay = isStopping = true;
      try {
        if (hub.state !== 'Disconnected') await hub.stop();
      } finally {
        isStopping = false;
      }
      await start();
    },
    cancel: () => {
      clock.clearTimeout(timer);
      isUnderWay = false;
    },
  };
}
