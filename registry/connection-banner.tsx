'use client';
import { ConnectionBanner as Parts, type ConnectionBannerProps } from 'heartbeat-socket';

/** The banner's markup, yours to change; what it does (grace, words, announcements, focus) stays with the package. */
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
