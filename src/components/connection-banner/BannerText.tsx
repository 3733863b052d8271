'use client';
import { forwardRef, type HTMLAttributes } from 'react';
import { Part, type PartProps } from '../Part.js';
import { useBanner, type BannerState } from './bannerContext.js';

/** Props of the text parts: those of a `div`. `children` replace the built-in words. */
export type BannerTextProps = PartProps<HTMLAttributes<HTMLDivElement>, BannerState>;

/** What happened. */
export const BannerTitle = forwardRef<HTMLDivElement, BannerTextProps>(function ConnectionBannerTitle(
  { children, ...rest },
  ref,
) {
  const { state, words } = useBanner();
  return (
    <Part tag="div" name="banner-title" state={state} given={rest} partRef={ref}>
      {children ?? words[0]}
    </Part>
  );
});

/** What comes next, and which attempt it is. Nothing once the connection is back. */
export const BannerDescription = forwardRef<HTMLDivElement, BannerTextProps>(function ConnectionBannerDescription(
  { children, ...rest },
  ref,
) {
  const { state, words, isOver } = useBanner();
  if (isOver) return null;
  return (
    <Part tag="div" name="banner-description" state={state} given={rest} partRef={ref}>
      {children ?? words.slice(1).join(' ')}
    </Part>
  );
});
