'use client';
import { forwardRef, useEffect, useRef, useState, type HTMLAttributes } from 'react';
import { HeartbeatContext, useSocket } from '../../react/context.js';
import type { LabelOverrides } from '../labels.js';
import { LabelsContext, useLabels } from '../labelsContext.js';
import { mergeProps, Part, type PartProps } from '../Part.js';
import type { ConnectionSource } from '../types.js';
import { Announcer } from '../Announcer.js';
import { BannerContext, type BannerPosition, type BannerState } from './model/bannerContext.js';
import { BannerHost } from './BannerHost.js';
import { usePlace } from './behaviour/usePlace.js';
import { tellers } from '../reconnect-button/useOutcome.js';
import { useBannerModel } from './model/useBannerModel.js';
import { useFocusReturn } from './behaviour/useFocusReturn.js';
import { useMorph } from './behaviour/useMorph.js';
import { FOLD_AFTER_MS, useReach } from './behaviour/useReach.js';

/** Props of `ConnectionBanner`; those of a `section` go to the banner's element. */
export interface ConnectionBannerProps extends PartProps<HTMLAttributes<HTMLElement>, BannerState> {
  /** The connection; by default the nearest provider's. */
  socket?: ConnectionSource | undefined;
  /**
   * Several connections, in place of `socket`: the banner speaks of the one that is worst off. An empty list means the
   * nearest provider's connection.
   */
  sockets?: readonly ConnectionSource[] | undefined;
  /**
   * Over the page at its top, bottom or lower end corner; in the flow where it stands (`inline`); or there as well, and
   * moving the page down while it shows (`push`).
   * @default 'top'
   */
  position?: BannerPosition | undefined;
  /** The element to put the banner into, instead of where it is rendered. An open modal dialog is found without it. */
  container?: Element | null | undefined;
  /** The key that leads to the banner, as `KeyboardEvent.key` names it; null for none. @default 'F8' */
  hotkey?: string | null | undefined;
  /**
   * The banner folds into a small chip after this long without pointer or focus, in milliseconds, unless it needs the
   * person. Infinity, or more than 2 147 483 647: only when the person folds it.
   * @default 8_000
   */
  foldAfterMs?: number | undefined;
  /** Called by "Sign in", which the banner shows in place of "Try again" where only a new sign-in helps. */
  onSignIn?: (() => void) | undefined;
  /** Words to use instead of the built-in ones; also for the parts inside. */
  labels?: LabelOverrides | undefined;
}

/** `ConnectionBanner` without its default parts: the live region, and the banner's element around `children`. */
export const BannerRoot = forwardRef<HTMLElement, ConnectionBannerProps>(function ConnectionBannerRoot(
  {
    socket: one,
    sockets,
    position = 'top',
    container,
    hotkey = 'F8',
    foldAfterMs = FOLD_AFTER_MS,
    onSignIn: signIn,
    labels: overrides,
    children,
    ...given
  },
  ref,
) {
  const nearest = useSocket(one ?? sockets?.[0]);
  const labels = useLabels(overrides);
  const { socket, now, memory, phase, words, setFold, ask, reconnect } = useBannerModel(
    sockets?.[0] ? sockets : [nearest],
    labels,
  );
  const live = useRef<HTMLSpanElement>(null);
  const [banner, setBanner] = useState<HTMLElement | null>(null);

  const { cause, fold, news, isAsked, isDialing, isTold } = memory;
  const { status } = now;
  const isOver = phase === 'restored';
  const isFolded = fold !== null && !isOver;
  const isAside = usePlace(banner, position);
  useMorph(banner);
  // What needs the person stays.
  const restAfterMs = isOver || phase === 'failed' ? Infinity : foldAfterMs;
  const handlers = useReach(banner, hotkey, restAfterMs, setFold, useFocusReturn(live));

  const state = phase && { phase, status, cause, isDialing, isFolded, position };
  const about = `${phase} ${cause} ${isAsked && isDialing}`;
  const [known] = useState(memory.isRecalled ? about : '');
  // Another attempt after `failed` is no news, and a banner that the person has dismissed stays folded.
  const isSilent = !words || fold === 'dismissed' || (phase === 'lost' && !news);
  const isTelling = isTold && fold !== 'dismissed';
  useEffect(() => {
    tellers.set(socket, { ask, isTelling });
    return () => void tellers.delete(socket);
  }, [socket, ask, isTelling]);
  return (
    <BannerHost container={container}>
      <Announcer
        liveRef={live}
        known={known}
        about={about}
        text={isSilent ? '' : words.slice(0, 2).filter(Boolean).join('. ')}
        isAlert={phase === 'failed'}
      />
      {state && words && (
        <HeartbeatContext.Provider value={socket}>
          <LabelsContext.Provider value={labels}>
            <BannerContext.Provider
              value={{
                state,
                words: isFolded ? [labels.banner.folded, '', ''] : words,
                now,
                isBrief: isOver || isFolded,
                setFolded: (isToFold) => setFold(isToFold ? 'dismissed' : null),
                reconnect,
                signIn,
              }}
            >
              <Part
                tag="section"
                name="banner"
                state={state}
                given={{
                  ...mergeProps({ 'aria-label': labels.banner.region, ...handlers }, { ...given }),
                  // These may be functions.
                  className: given.className,
                  style: given.style,
                }}
                own={{
                  'data-phase': phase,
                  'data-status': status,
                  'data-cause': cause ?? undefined,
                  'data-dialing': isDialing ? '' : undefined,
                  'data-folded': isFolded ? '' : undefined,
                  'data-aside': isAside ? '' : undefined,
                  'data-position': position,
                }}
                partRef={ref}
                ownRef={setBanner}
              >
                {children}
              </Part>
            </BannerContext.Provider>
          </LabelsContext.Provider>
        </HeartbeatContext.Provider>
      )}
    </BannerHost>
  );
});
