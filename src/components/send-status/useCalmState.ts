'use client';
import { useEffect, useState } from 'react';
import type { SendState } from './sendState.js';

/** A message is confirmed within a round trip. What is done sooner than this is not worth a change of words. */
export const CALM_MS = 300;

/** The state as a person is shown it: "sending" after a quiet state only when it lasts. */
export function useCalmState(state: SendState | null): SendState | null {
  const [shown, show] = useState(state);
  const isBlip = state === 'sending' && (shown === null || shown === 'sent' || shown === 'received');
  // While rendering, so that no other state is ever shown late.
  if (!isBlip && shown !== state) show(state);
  useEffect(() => {
    if (!isBlip) return;
    const timer = setTimeout(() => show('sending'), CALM_MS);
    return () => clearTimeout(timer);
  }, [isBlip]);
  return isBlip ? shown : state;
}
