'use client';
import { forwardRef, useRef, type HTMLAttributes } from 'react';
import { HeartbeatContext, useSocket } from '../../react/context.js';
import { useSelected } from '../../react/useSelected.js';
import { isDialing } from '../isDialing.js';
import type { LabelOverrides } from '../labels.js';
import { LabelsContext, useLabels } from '../labelsContext.js';
import { Part, type PartProps } from '../Part.js';
import type { HeartbeatSocket } from '../types.js';
import { Announcer } from './Announcer.js';
import { BannerContext, type BannerState } from './bannerContext.js';
import { bannerWords } from './bannerWords.js';
import { useFocusReturn } from './useFocusReturn.js';
import { useNotice } from './useBannerPhase.js';

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
  const [phase, dismiss] = useNotice(socket);
  const { maxAttempts, ...seen } = useSelected(
    (now) => ({ status: now.status, cause: now.cause, maxAttempts: now.maxAttempts, isDialing: isDialing(now) }),
    socket,
  );
  const live = useRef<HTMLDivElement>(null);
  const focusHandlers = useFocusReturn(live, { onFocus, onBlur });

  const state: BannerState | null = phase && { ...seen, phase, position };
  const [title, description] = state ? bannerWords(state, maxAttempts, labels) : ['', ''];

  return (
    <>
      <Announcer ref={live} phase={phase} text={description ? `${title}. ${description}` : title} />
      {state && (
        <HeartbeatContext.Provider value={socket}>
          <LabelsContext.Provider value={labels}>
            <BannerContext.Provider value={{ state, title, description, dismiss }}>
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
