'use client';
import { ConnectionBanner as Parts, type ConnectionBannerProps } from 'heartbeat-socket';

/** The markup of the banner is yours to change. Its behaviour (grace period, words, announcements, focus) is the package's. */
export function ConnectionBanner(props: ConnectionBannerProps) {
  return (
    <Parts.Root position="top" {...props}>
      <Parts.Icon />
      <div data-heartbeat="banner-body">
        <div data-heartbeat="banner-text">
          <Parts.Title />
          <Parts.Description />
          <Parts.Details />
        </div>
        <div data-heartbeat="banner-actions">
          <Parts.Countdown ring />
          <Parts.Action />
        </div>
      </div>
      <Parts.Dismiss />
    </Parts.Root>
  );
}
