'use client';
import { forwardRef, type ButtonHTMLAttributes, type MouseEvent } from 'react';
import { Glyph } from '../Glyph.js';
import { useLabels } from '../labelsContext.js';
import { Part, type PartProps } from '../Part.js';
import { SilentReconnectButton, type ReconnectButtonProps } from '../reconnect-button/ReconnectButton.js';
import { useBanner, type BannerState } from './model/bannerContext.js';

/**
 * The banner's one verb: a `ReconnectButton`, or "Sign in" where only that helps and the banner has `onSignIn`. It
 * shows nothing where the network or the server has to come back first. For another action give it `children` and an
 * `onClick` that calls `event.preventDefault()`.
 */
export const BannerAction = forwardRef<HTMLButtonElement, ReconnectButtonProps>(function ConnectionBannerAction(
  { children, ...rest },
  ref,
) {
  const { state, words, isBrief, reconnect, signIn } = useBanner();
  const { button } = useLabels();
  if (isBrief || !(words[2] || children)) return null;
  const isSignIn = signIn !== undefined && state.phase === 'failed' && state.cause === 'auth';
  return (
    <SilentReconnectButton {...rest} onPress={isSignIn ? signIn : reconnect} ref={ref}>
      {children ?? (isSignIn ? button.signIn : words[2])}
    </SilentReconnectButton>
  );
});

/**
 * Folds the banner into a chip that says no more than the truth, until the connection has been back. On the chip, the
 * same button unfolds the banner.
 */
export const BannerDismiss = forwardRef<
  HTMLButtonElement,
  PartProps<ButtonHTMLAttributes<HTMLButtonElement>, BannerState>
>(function ConnectionBannerDismiss({ children, onClick, ...rest }, ref) {
  const { state, setFolded } = useBanner();
  const { banner } = useLabels();
  const { isFolded, phase } = state;
  if (phase === 'restored') return null;
  const handleClick = (event: MouseEvent<HTMLButtonElement>): void => {
    onClick?.(event);
    if (!event.defaultPrevented) setFolded(!isFolded);
  };
  return (
    <Part
      tag="button"
      name="banner-dismiss"
      state={state}
      given={{
        type: 'button',
        'aria-label': isFolded ? banner.unfold : banner.dismiss,
        'aria-expanded': isFolded ? false : undefined,
        ...rest,
      }}
      own={{ onClick: handleClick }}
      partRef={ref}
    >
      {isFolded ? null : (children ?? <Glyph path="M4 4l8 8M12 4l-8 8" />)}
    </Part>
  );
});
