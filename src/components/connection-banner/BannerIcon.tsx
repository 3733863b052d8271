'use client';
import { forwardRef, type HTMLAttributes } from 'react';
import { Part, type PartProps } from '../Part.js';
import { RetryCountdown } from '../retry-countdown/RetryCountdown.js';
import { useBanner, type BannerState } from './model/bannerContext.js';

/**
 * The heart line on a 26 × 26 grid: it travels while dialling, lies flat when offline, and is drawn into a tick when the
 * connection is back. Each shape is another one, because colour is never the only signal.
 */
const lines = {
  // A beat every 22 units, so that it may travel by 22 and start again.
  beat: 'M-19 13h5.5l2.4-5.6 4.2 11.2 2.4-5.6h13l2.4-5.6 4.2 11.2 2.4-5.6h13l2.4-5.6 4.2 11.2 2.4-5.6h10',
  flat: 'M5.5 13h15',
  lock: 'M8.6 12h8.8v6H8.6zM10.2 12v-2.2a2.8 2.8 0 0 1 5.6 0V12',
  cross: 'M9 9l8 8M17 9l-8 8',
  tick: 'M8 13.6l3.4 3.4 6.6-7.6',
};

function lineOf({ phase, cause, isDialing }: BannerState): keyof typeof lines {
  if (phase === 'restored') return 'tick';
  if (phase === 'failed') return cause === 'auth' ? 'lock' : 'cross';
  return isDialing || cause !== 'network-offline' ? 'beat' : 'flat';
}

/**
 * The sign of the banner: a ring with the seconds in it while an attempt is waited for, else the heart line. `children`
 * replace it.
 */
export const BannerIcon = forwardRef<HTMLSpanElement, PartProps<HTMLAttributes<HTMLSpanElement>, BannerState>>(
  function ConnectionBannerIcon({ children, ...rest }, ref) {
    const { state, now } = useBanner();
    const line = lineOf(state);
    const isCounting = now.nextRetryAt !== null && !state.isDialing && line === 'beat';
    return (
      <Part tag="span" name="banner-icon" state={state} given={rest} partRef={ref}>
        {children ?? (isCounting ? <RetryCountdown ring="number" /> : <HeartLine line={line} />)}
      </Part>
    );
  },
);

const HeartLine = ({ line }: { line: keyof typeof lines }) => (
  <svg aria-hidden data-heartbeat="line" data-line={line} viewBox="0 0 26 26">
    <path key={line} d={lines[line]} pathLength={line === 'beat' ? undefined : 1} />
  </svg>
);
