'use client';
import { ConnectionIndicator as Indicator, type ConnectionIndicatorProps } from 'heartbeat-socket';
import { cn } from '@/lib/utils';

type Props = Omit<ConnectionIndicatorProps, 'className'> & { className?: string };

/** The status as a sign and a word, of the size of a badge. Each status has a shape of its own, which the package draws. */
export function ConnectionIndicator({ className, ...props }: Props) {
  return (
    <Indicator
      {...props}
      className={cn(
        'rounded-full border bg-background px-2.5 py-0.5 text-xs font-medium text-foreground',
        'status-failed:text-destructive',
        className,
      )}
    />
  );
}
