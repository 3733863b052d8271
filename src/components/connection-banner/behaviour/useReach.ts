'use client';
import { useEffect, useState, type DOMAttributes } from 'react';
import { MAX_TIMER_MS } from '../../../protocol/options/optionRules.js';
import type { BannerMemory } from '../model/bannerMemory.js';
import type { FocusReturn } from './useFocusReturn.js';

/** Those of the banner's own line: the verb, if there is one, comes first. */
const BUTTONS = '[data-heartbeat=reconnect], [data-heartbeat=banner-dismiss]';
/** How long an untouched banner is in full. */
export const FOLD_AFTER_MS = 8_000;

/** Those of the banner's element. */
type BannerHandlers = Required<
  Pick<DOMAttributes<HTMLElement>, 'onFocus' | 'onBlur' | 'onKeyDown' | 'onPointerEnter' | 'onPointerLeave'>
>;

/**
 * What folds and unfolds the banner. The pointer, focus by keyboard and the hotkey unfold it. Escape folds it, and so
 * do some seconds without interaction.
 *
 * @param hotkey `key` of the event that leads to the banner; null for none
 * @param foldAfterMs Infinity: it does not fold by itself
 * @returns handlers for the banner's element
 */
export function useReach(
  banner: HTMLElement | null,
  hotkey: string | null,
  foldAfterMs: number,
  setFold: (fold: BannerMemory['fold']) => void,
  { onFocus, onBlur, leave }: FocusReturn,
): BannerHandlers {
  const [isTouched, setTouched] = useState(false);

  useEffect(() => {
    if (!banner || isTouched || foldAfterMs > MAX_TIMER_MS) return undefined;
    const timer = setTimeout(() => setFold('rested'), foldAfterMs);
    return () => clearTimeout(timer);
  }, [banner, isTouched, foldAfterMs, setFold]);

  useEffect(() => {
    if (!banner) return undefined;
    const onKey = ({ key, defaultPrevented }: KeyboardEvent): void => {
      if (key !== hotkey || defaultPrevented) return;
      setFold(null);
      // A frame later, when it is unfolded.
      requestAnimationFrame(() => banner.querySelector<HTMLElement>(BUTTONS)?.focus());
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [banner, hotkey, setFold]);

  // An element that goes away with pointer or focus in it fires no event of their leaving.
  useEffect(() => (banner ? () => setTouched(false) : undefined), [banner]);

  const touch = (isToUnfold: boolean): void => {
    setTouched(true);
    if (isToUnfold) setFold(null);
  };
  return {
    // The finger that taps the chip would go on to press what it unfolds to.
    onPointerEnter: ({ pointerType }) => touch(pointerType === 'mouse'),
    onPointerLeave: () => setTouched(false),
    onFocus: (event) => {
      onFocus(event);
      touch(event.target.matches(':focus-visible'));
    },
    onBlur: (event) => {
      onBlur(event);
      setTouched(event.currentTarget.contains(event.relatedTarget));
    },
    onKeyDown: (event) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      // The dialog around the banner stays open.
      event.preventDefault();
      event.stopPropagation();
      setFold('dismissed');
      leave();
    },
  };
}
