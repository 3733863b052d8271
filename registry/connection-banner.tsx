'use client';
import { ConnectionBanner as Parts, type ConnectionBannerProps } from 'heartbeat-socket';

/** The markup of the banner is yours to change. Its behaviour (grace period, words, announcements, focus) is the package's. */
export function ConnectionBanner(props: ConnectionBannerProps) {
  return (
    <Parts.Root position="top" {...props}>
      <Parts.Icon />
      <Parts.Details
        summary={
          <span data-heartbeat="banner-text">
            <Parts.Title />
            <Parts.Description />
          </span>
        }
      />
      <Parts.Action />
      <Parts.Dismiss />
    </Parts.Root>
  );
}
