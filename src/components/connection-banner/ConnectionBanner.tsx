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
 * Tells a person that the connection is lost, why, and what happens next. Nothing while all is well, during a drop
 * shorter than `lostAfterMs` and during the first connect; "Back online" for two seconds after an outage that was
 * shown. It lies over the page and never moves it, takes no focus, and announces each phase once.
 *
 * Without `children` it arranges its parts itself; with `children`, those take their place.
 *
 * | attribute | values |
 * |---|---|
 * | `data-phase` | `lost`, `failed`, `restored` |
 * | `data-status` | the connection's status |
 * | `data-cause` | why the connection is not there; absent when unknown |
 * | `data-dialing` | present while a dial is under way |
 * | `data-position` | `top`, `bottom`, `inline` |
 */
const Banner = forwardRef<HTMLElement, ConnectionBannerProps>(function ConnectionBanner(
  { children = <DefaultParts />, ...props },
  ref,
) {
  return (
    <BannerRoot {...props} ref={ref}>
      {children}
    </BannerRoot>
  );
});

/** Text and actions share a row while both fit, and stack where they do not: at 320 px as at 200 % zoom. */
function DefaultParts() {
  const { phase } = useBanner().state;
  return (
    <>
      <BannerIcon />
      <div data-heartbeat="banner-body">
        <div data-heartbeat="banner-text">
          <BannerTitle />
          <BannerDescription />
          {phase === 'failed' && <BannerDetails />}
        </div>
        {phase !== 'restored' && (
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

/**
 * Tells a person that the connection is lost, why, and what happens next. Nothing while all is well, during a drop
 * shorter than `lostAfterMs` and during the first connect; "Back online" for two seconds after an outage that was
 * shown. `data-phase`, `data-status`, `data-cause`, `data-dialing` and `data-position` tell its state to a stylesheet.
 *
 * @example <ConnectionBanner position="bottom" labels={{ title: { closed: 'We lost the line' } }} />
 */
export const ConnectionBanner = /* @__PURE__ */ Object.assign(Banner, {
  Root: BannerRoot,
  Icon: BannerIcon,
  Title: BannerTitle,
  Description: BannerDescription,
  Countdown: RetryCountdown,
  Action: BannerAction,
  Dismiss: BannerDismiss,
  Details: BannerDetails,
});
