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

/** What the banner shares with its parts. */
export interface BannerContextValue {
  readonly state: BannerState;
  readonly title: string;
  readonly description: string;
  readonly dismiss: () => void;
}

export const BannerContext = createContext<BannerContextValue | null>(null);

/** The banner around a part. */
export function useBanner(): BannerContextValue {
  const banner = useContext(BannerContext);
  if (!banner) throw new Error('heartbeat-socket: a part of ConnectionBanner belongs inside <ConnectionBanner>.');
  return banner;
}
