'use client';
import { forwardRef } from 'react';
import { RetryCountdown } from '../retry-countdown/RetryCountdown.js';
import { BannerAction, BannerDismiss } from './BannerActions.js';
import { BannerDetails } from './BannerDetails.js';
import { BannerIcon } from './BannerIcon.js';
import { BannerRoot, type ConnectionBannerProps } from './BannerRoot.js';
import { BannerDescription, BannerTitle } from './BannerText.js';

/**
 * One line that tells a person that the connection is lost, why, what comes next or what becomes of their messages, and
 * the one thing they can do. It shows nothing while all is well, during a drop shorter than `lostAfterMs`, and for the
 * first three seconds of the first dial; after an outage that was shown it says "Back online" for two seconds.
 *
 * It takes no focus, avoids covering what has focus, and announces each phase and each change of the cause once. When
 * it is dismissed, or left alone for `foldAfterMs`, it folds into a chip that says "Not connected". Pointer, focus, and
 * news that needs the person unfold it.
 *
 * Without `children` it arranges its parts itself; `children` take their place.
 *
 * | attribute | values |
 * |---|---|
 * | `data-phase` | `connecting`, `lost`, `failed`, `restored` |
 * | `data-status` | the connection's status |
 * | `data-cause` | why the connection is not there; absent when unknown |
 * | `data-dialing` | present while a dial is under way, and for at least 600 ms |
 * | `data-folded` | present while it is a chip |
 * | `data-position` | `top`, `bottom`, `corner`, `inline`, `push` |
 * | `data-aside` | present while it stands at the other edge, because at its own it would cover what has focus |
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

/** The words are what unfolds the details, so that these take no room in the line. */
const DefaultParts = () => (
  <>
    <BannerIcon />
    <BannerDetails
      summary={
        <span data-heartbeat="banner-text">
          <BannerTitle />
          <BannerDescription />
        </span>
      }
    />
    <BannerAction />
    <BannerDismiss />
  </>
);
