'use client';
import { createContext, useContext } from 'react';
import type { ConnectionCause, ConnectionStatus } from '../../types.js';
import type { BannerPhase } from './bannerMemory.js';
import type { BannerWords } from './bannerWords.js';
import type { BannerSnapshot } from './useBannerModel.js';

/** Where the banner is: over the page at its top, bottom or lower end corner, in the flow, or in the flow while it shows. */
export type BannerPosition = 'top' | 'bottom' | 'corner' | 'inline' | 'push';

/** What `className` and `style` functions of the banner and its parts are given. */
export interface BannerState {
  readonly phase: BannerPhase;
  readonly status: ConnectionStatus;
  /** The cause that the banner names. A failed dial does not replace a cause that says more. */
  readonly cause: ConnectionCause | null;
  /** A dial is under way. It is shown for at least 600 ms. */
  readonly isDialing: boolean;
  /** The banner is a small chip. */
  readonly isFolded: boolean;
  readonly position: BannerPosition;
}

/** What the banner shares with its parts. */
export interface BannerContextValue {
  readonly state: BannerState;
  readonly words: BannerWords;
  readonly now: BannerSnapshot;
  /** The chip and "Back online" have neither a verb nor details. */
  readonly isBrief: boolean;
  readonly setFolded: (isFolded: boolean) => void;
  readonly reconnect: () => void;
  readonly signIn: (() => void) | undefined;
}

export const BannerContext = createContext<BannerContextValue | null>(null);

/** The banner around a part. */
export function useBanner(): BannerContextValue {
  const banner = useContext(BannerContext);
  if (!banner) throw new Error('heartbeat-socket: a part of ConnectionBanner belongs inside <ConnectionBanner>.');
  return banner;
}
