'use client';
import { forwardRef, type HTMLAttributes } from 'react';
import { useSelected } from '../../react/useSelected.js';
import { useLabels } from '../labelsContext.js';
import { Part, type PartProps } from '../Part.js';
import { useBanner, type BannerState } from './bannerContext.js';

/** Props of the text parts: those of a `div`. `children` replace the built-in words. */
export type BannerTextProps = PartProps<HTMLAttributes<HTMLDivElement>, BannerState>;

/** What happened. */
export const BannerTitle = forwardRef<HTMLDivElement, BannerTextProps>(function ConnectionBannerTitle(
  { children, ...rest },
  ref,
) {
  const { state, title } = useBanner();
  return (
    <Part tag="div" name="banner-title" state={state} given={rest} partRef={ref}>
      {children ?? title}
    </Part>
  );
});

/** What comes next, and which attempt it is. Nothing once the connection is back. */
export const BannerDescription = forwardRef<HTMLDivElement, BannerTextProps>(function ConnectionBannerDescription(
  { children, ...rest },
  ref,
) {
  const { state, description } = useBanner();
  const { attempt, maxAttempts } = useSelected((now) => ({ attempt: now.attempt, maxAttempts: now.maxAttempts }));
  const { banner } = useLabels();
  if (state.phase === 'restored') return null;
  // Offline retries burn no attempt, so counting them there would be counting nothing.
  const isCounted = state.status === 'reconnecting' && attempt > 0;
  return (
    <Part tag="div" name="banner-description" state={state} given={rest} partRef={ref}>
      {children ?? (isCounted ? `${description} ${banner.attempt(attempt, maxAttempts)}` : description)}
    </Part>
  );
});
