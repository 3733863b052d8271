'use client';
import { SendStatus as Status, type SendStatusProps } from 'heartbeat-socket';
import { cn } from '@/lib/utils';

type Props = Omit<SendStatusProps, 'className'> & { className?: string };

/** What becomes of the person's work: sent, sending, waiting, in doubt. It needs an outbox, and claims nothing without one. */
export function SendStatus({ className, ...props }: Props) {
  return (
    <Status
      {...props}
      className={({ state }) =>
        cn('text-xs/5', state === 'not-sent' ? 'text-destructive' : 'text-muted-foreground', className)
      }
    />
  );
}
