'use client';
import { createContext, useContext } from 'react';
import type { ConnectionCause, ConnectionStatus } from '../types.js';
import type { BannerPhase } from './bannerPhase.js';

/** What `className` and `style` functions of the banner and its parts are given. */
export interface BannerState {
  readonly phase: BannerPhase;
  readonly status: ConnectionStatus;
  readonly cause: ConnectionCause | null;
  /** A dial is under way. */
  readonly isDialing: boolean;
  readonly position: 'top' | 'bottom' | 'inline';
}

/** What happened, what comes next, and which attempt it is; the last two only where there is something to say. */
export type BannerWords = readonly [title: string, ...details: string[]];

/** What the banner shares with its parts. */
export interface BannerContextValue {
  readonly state: BannerState;
  readonly words: BannerWords;
  /** The connection is back, so there is nothing left to do. */
  readonly isOver: boolean;
  readonly dismiss: () => void;
}

export const BannerContext = createContext<BannerContextValue | null>(null);

/** The banner around a part. */
export function useBanner(): BannerContextValue {
  const banner = useContext(BannerContext);
  if (!banner) throw new Error('heartbeat-socket: a part of ConnectionBanner belongs inside <ConnectionBanner>.');
  return banner;
}
