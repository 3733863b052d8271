import type { Clock } from '../client/clock.js';
import { createLane } from './lane.js';

/** How a dial ends: a number accepts the connection, and closes it at once with this code. */
export type FakeOutcome = 'accept' | 'refuse' | 'hang' | number;

/** What the client's end of a link is told. */
export interface LinkHandlers {
  readonly opened: () => void;
  readonly message: (data: unknown) => void;
  readonly closed: (code: number, reason: string, wasClean: boolean) => void;
}

/** The state of the path, which the links read at every step. */
export interface FakeWeather {
  readonly clock: Clock;
  readonly delayMs: number;
  readonly closeDelayMs: number;
  readonly isSilent: boolean;
  /** Whether the frame that the gateway sends now is lost. */
  readonly loses: () => boolean;
}

/** What the gateway's end of a link is told. */
export interface LinkEvents {
  /** @returns the first frame */
  readonly accepted: () => string;
  readonly received: (data: unknown) => void;
  /** The client closed, or the path broke. */
  readonly ended: (code: number) => void;
}

/** A connection, seen from its middle: what either end sends travels through the weather. */
export interface FakeLink {
  readonly isOpen: boolean;
  /** By the client. */
  readonly sendUp: (data: unknown) => void;
  readonly closeUp: (code: number, reason: string) => void;
  /** By the gateway. */
  readonly sendDown: (data: unknown) => void;
  readonly closeDown: (code: number, reason: string, wasClean: boolean) => void;
}

/** Starts a dial. */
export function createFakeLink(
  weather: FakeWeather,
  outcome: FakeOutcome,
  client: LinkHandlers,
  gateway: LinkEvents,
): FakeLink {
  const up = createLane(weather.clock, () => weather.delayMs);
  const down = createLane(weather.clock, () => weather.delayMs);
  const closing = createLane(weather.clock, () => weather.delayMs + weather.closeDelayMs);
  let isOpen = false;
  // Either end may be gone while the other does not know it yet.
  let isClientGone = false;
  let isGatewayGone = false;

  const endClient = (code: number, reason: string, wasClean: boolean): void => {
    if (isClientGone) return;
    isClientGone = true;
    isOpen = false;
    client.closed(code, reason, wasClean);
  };
  const closeDown = (code: number, reason: string, wasClean: boolean): void => {
    if (isGatewayGone) return;
    isGatewayGone = true;
    gateway.ended(code);
    closing(() => {
      if (!weather.isSilent) endClient(code, reason, wasClean);
    });
  };

  down(() => {
    if (outcome === 'hang' || weather.isSilent || isClientGone) return;
    if (outcome === 'refuse') return endClient(1006, '', false);
    isOpen = true;
    client.opened();
    // A handshake and the first frame behind it arrive together, as they do in one TCP segment.
    client.message(gateway.accepted());
    if (typeof outcome === 'number') closeDown(outcome, '', true);
  });

  return {
    get isOpen() {
      return isOpen;
    },
    sendUp: (data) =>
      up(() => {
        if (!weather.isSilent && !isGatewayGone) gateway.received(data);
      }),
    closeUp: (code, reason) => {
      isOpen = false;
      up(() => {
        // Into a black hole: the gateway goes on believing in this client.
        if (weather.isSilent || isGatewayGone) return;
        isGatewayGone = true;
        gateway.ended(code);
      });
      closing(() => endClient(code, reason, true));
    },
    sendDown: (data) =>
      down(() => {
        if (!weather.isSilent && !isClientGone && isOpen && !weather.loses()) client.message(data);
      }),
    closeDown,
  };
}
