'use client';
import { forwardRef, useRef, type HTMLAttributes } from 'react';
import { HeartbeatContext, useSocket } from '../../react/context.js';
import { isDialing } from '../../react/outageReport.js';
import { useSelected } from '../../react/useSelected.js';
import type { LabelOverrides } from '../labels.js';
import { LabelsContext, useLabels } from '../labelsContext.js';
import { Part, type PartProps } from '../Part.js';
import type { HeartbeatSocket } from '../types.js';
import { Announcer } from './Announcer.js';
import { BannerContext, type BannerState } from './bannerContext.js';
import { bannerWords } from './bannerWords.js';
import { useBannerPhase } from './useBannerPhase.js';
import { useFocusReturn } from './useFocusReturn.js';

/** Props of `ConnectionBanner`; those of a `section` go to the banner's element. */
export interface ConnectionBannerProps extends PartProps<HTMLAttributes<HTMLElement>, BannerState> {
  /** The connection; by default the nearest provider's. */
  socket?: HeartbeatSocket | undefined;
  /**
   * Over the page at its top or bottom, or in the flow where it stands.
   * @default 'top'
   */
  position?: 'top' | 'bottom' | 'inline' | undefined;
  /** Words to use instead of the built-in ones; also for the parts inside. */
  labels?: LabelOverrides | undefined;
}

/** `ConnectionBanner` without its default parts: the live region, and the banner's element around `children`. */
export const BannerRoot = forwardRef<HTMLElement, ConnectionBannerProps>(function ConnectionBannerRoot(
  { socket: given, position = 'top', labels: overrides, children, onFocus, onBlur, ...rest },
  ref,
) {
  const socket = useSocket(given);
  const labels = useLabels(overrides);
  const [phase, isNews, dismiss] = useBannerPhase(socket);
  const now = useSelected(
    ({ status, cause, attempt, maxAttempts, nextRetryAt, lastClose }) => ({
      status,
      cause,
      attempt,
      maxAttempts,
      nextRetryAt,
      lastClose,
    }),
    socket,
  );
  const live = useRef<HTMLDivElement>(null);
  const focusHandlers = useFocusReturn(live, { onFocus, onBlur });

  const { status, cause } = now;
  const state: BannerState | null = phase && { phase, status, cause, isDialing: isDialing(now), position };
  const words = state && bannerWords(state, now, labels);
  const announcement = words && isNews ? words.slice(0, 2).join('. ') : '';

  return (
    <>
      <Announcer ref={live} phase={phase} text={announcement} />
      {state && words && (
        <HeartbeatContext.Provider value={socket}>
          <LabelsContext.Provider value={labels}>
            <BannerContext.Provider value={{ state, words, isOver: phase === 'restored', dismiss }}>
              <Part
                tag="section"
                name="banner"
                state={state}
                given={{ 'aria-label': labels.banner.region, ...rest }}
                own={{
                  ...focusHandlers,
                  'data-phase': state.phase,
                  'data-status': state.status,
                  'data-cause': state.cause ?? undefined,
                  'data-dialing': state.isDialing ? '' : undefined,
                  'data-position': position,
                }}
                partRef={ref}
              >
                {children}
              </Part>
            </BannerContext.Provider>
          </LabelsContext.Provider>
        </HeartbeatContext.Provider>
      )}
    </>
  );
});
