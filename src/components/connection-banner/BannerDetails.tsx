'use client';
import { forwardRef, type DetailsHTMLAttributes } from 'react';
import { useSelected } from '../../react/useSelected.js';
import { useLabels } from '../labelsContext.js';
import { Part, type PartProps } from '../Part.js';
import { useBanner, type BannerState } from './bannerContext.js';

/**
 * The close code and reason, folded away, because most readers have no use for them and support asks for them first.
 * Nothing while no connection has been closed. `children` replace what unfolds.
 */
export const BannerDetails = forwardRef<
  HTMLDetailsElement,
  PartProps<DetailsHTMLAttributes<HTMLDetailsElement>, BannerState>
>(function ConnectionBannerDetails({ children, ...rest }, ref) {
  const { state, isOver } = useBanner();
  const lastClose = useSelected((now) => now.lastClose);
  const { banner } = useLabels();
  if (!lastClose || isOver) return null;
  return (
    <Part tag="details" name="banner-details" state={state} given={rest} partRef={ref}>
      <summary>{banner.details}</summary>
      {children ?? <div>{banner.closeCode(lastClose.code, lastClose.reason)}</div>}
    </Part>
  );
});
