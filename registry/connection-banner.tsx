'use client';
import { ConnectionBanner as Banner, type ConnectionBannerProps } from 'heartbeat-socket';
import { cn } from '@/lib/utils';

type Props = Omit<ConnectionBannerProps, 'className'> & { className?: string };

/** Markup and look are yours to change. The behaviour (grace period, words, announcements, focus) is the package's. */
export function ConnectionBanner({ className, ...props }: Props) {
  return (
    <Banner.Root
      {...props}
      className={cn('rounded-full border bg-popover text-popover-foreground shadow-lg', className)}
    >
      <Banner.Icon />
      <Banner.Details
        summary={
          <span data-heartbeat="banner-text">
            <Banner.Title className="text-popover-foreground" />
            <Banner.Description className="text-muted-foreground" />
          </span>
        }
      />
      <Banner.Action
        className={({ status }) =>
          status === 'failed'
            ? 'rounded-full bg-primary text-primary-foreground hover:bg-primary/90'
            : 'rounded-full bg-secondary text-secondary-foreground hover:bg-secondary/80'
        }
      />
      <Banner.Dismiss className="rounded-full text-muted-foreground hover:bg-accent hover:text-accent-foreground" />
    </Banner.Root>
  );
}
