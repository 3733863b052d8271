'use client';
import { forwardRef, type ButtonHTMLAttributes, type MouseEvent } from 'react';
import { Glyph } from '../Glyph.js';
import { useLabels } from '../labelsContext.js';
import { Part, type PartProps } from '../Part.js';
import { ReconnectButton, type ReconnectButtonProps } from '../reconnect-button/ReconnectButton.js';
import { useBanner, type BannerState } from './bannerContext.js';

/**
 * The banner's `ReconnectButton`; gone once the connection is back. For another action, such as signing in, give it
 * `children` and an `onClick` that calls `event.preventDefault()`.
 */
export const BannerAction = forwardRef<HTMLButtonElement, ReconnectButtonProps>(
  function ConnectionBannerAction(props, ref) {
    return useBanner().isOver ? null : <ReconnectButton {...props} ref={ref} />;
  },
);

/** Puts the banner away until the connection has been back. */
export const BannerDismiss = forwardRef<
  HTMLButtonElement,
  PartProps<ButtonHTMLAttributes<HTMLButtonElement>, BannerState>
>(function ConnectionBannerDismiss({ children, onClick, ...rest }, ref) {
  const { state, isOver, dismiss } = useBanner();
  const { banner } = useLabels();
  if (isOver) return null;
  const handleClick = (event: MouseEvent<HTMLButtonElement>): void => {
    onClick?.(event);
    if (!event.defaultPrevented) dismiss();
  };
  return (
    <Part
      tag="button"
      name="banner-dismiss"
      state={state}
      given={{ type: 'button', 'aria-label': banner.dismiss, ...rest }}
      own={{ onClick: handleClick }}
      partRef={ref}
    >
      {children ?? <Glyph path="M4 4l8 8M12 4l-8 8" />}
    </Part>
  );
});
