'use client';
import { forwardRef, type HTMLAttributes } from 'react';
import { Glyph } from '../Glyph.js';
import { Part, type PartProps } from '../Part.js';
import { useBanner, type BannerState } from './bannerContext.js';
import type { BannerPhase } from './bannerPhase.js';

/** One shape per phase, on a 16 × 16 grid: a broken link, a cross, a tick. Colour is never the only signal. */
const shapes: Record<BannerPhase, string> = {
  lost: 'M2 2l12 12M5 8.6a4.2 4.2 0 0 1 3-1.3M2.7 6.1A7.4 7.4 0 0 1 5 4.6M8 3.9a7.4 7.4 0 0 1 5.3 2.2M8 12h.01',
  failed: 'M4.5 4.5l7 7M11.5 4.5l-7 7',
  restored: 'M3.5 8.5l3 3 6-7',
};

/** The sign of the phase. It is hidden from screen readers, because the title says the same. `children` replace it. */
export const BannerIcon = forwardRef<HTMLSpanElement, PartProps<HTMLAttributes<HTMLSpanElement>, BannerState>>(
  function ConnectionBannerIcon({ children, ...rest }, ref) {
    const { state } = useBanner();
    return (
      <Part tag="span" name="banner-icon" state={state} given={{ 'aria-hidden': true, ...rest }} partRef={ref}>
        {children ?? <Glyph path={shapes[state.phase]} />}
      </Part>
    );
  },
);
