'use client';
import { forwardRef } from 'react';
import { RetryCountdown } from '../retry-countdown/RetryCountdown.js';
import { BannerAction, BannerDismiss } from './BannerActions.js';
import { useBanner } from './bannerContext.js';
import { BannerDetails } from './BannerDetails.js';
import { BannerIcon } from './BannerIcon.js';
import { BannerRoot, type ConnectionBannerProps } from './BannerRoot.js';
import { BannerDescription, BannerTitle } from './BannerText.js';

/**
 * Tells a person that the connection is lost, why, and what happens next. It shows nothing while all is well, during a
 * drop shorter than `lostAfterMs` and during the first dial; after an outage that was shown it says "Back online" for two
 * seconds. It covers the page without moving it, takes no focus, and announces each phase once.
 *
 * Without `children` it arranges its parts itself; `children` take their place.
 *
 * | attribute | values |
 * |---|---|
 * | `data-phase` | `lost`, `failed`, `restored` |
 * | `data-status` | the connection's status |
 * | `data-cause` | why the connection is not there; absent when unknown |
 * | `data-dialing` | present while a dial is under way |
 * | `data-position` | `top`, `bottom`, `inline` |
 *
 * ```tsx
 * <ConnectionBanner position="bottom" labels={{ title: { closed: 'We lost the line' } }} />
 * ```
 */
export const ConnectionBanner = /* @__PURE__ */ Object.assign(
  forwardRef<HTMLElement, ConnectionBannerProps>(function ConnectionBanner(
    { children = <DefaultParts />, ...props },
    ref,
  ) {
    return (
      <BannerRoot {...props} ref={ref}>
        {children}
      </BannerRoot>
    );
  }),
  {
    Root: BannerRoot,
    Icon: BannerIcon,
    Title: BannerTitle,
    Description: BannerDescription,
    Countdown: RetryCountdown,
    Action: BannerAction,
    Dismiss: BannerDismiss,
    Details: BannerDetails,
  },
);

/** Text and actions share a row while both fit, and stack where they do not, such as at 320 px or 200 % zoom. */
function DefaultParts() {
  const { state, isOver } = useBanner();
  return (
    <>
      <BannerIcon />
      <div data-heartbeat="banner-body">
        <div data-heartbeat="banner-text">
          <BannerTitle />
          <BannerDescription />
          {state.phase === 'failed' && <BannerDetails />}
        </div>
        {!isOver && (
          <div data-heartbeat="banner-actions">
            <RetryCountdown ring />
            <BannerAction />
          </div>
        )}
      </div>
      <BannerDismiss />
    </>
  );
}
