import type { NoticeOrder, NoticeView } from '../../admin/schemas/notice.js';
import type { SharedValue } from '../cluster/sharedValue.js';
import { MAX_NOTICE_CHARS } from '../../protocol/frameFields.js';
import { encodeFrame } from '../../protocol/frames.js';
import type { GatewayClock } from '../clock.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import type { PeerRegistry } from './peerRegistry.js';

/** How long a notice is in force when the operator does not say. */
const DEFAULT_FOR_MS = 3_600_000;

/** What a notice board needs of the gateway. */
export interface NoticeWorld {
  readonly clock: GatewayClock;
  readonly recorder: EventRecorder;
  readonly peers: PeerRegistry;
  readonly nextId: () => string;
  /** Shares the notice with the other gateways; null: this one is alone. */
  readonly share:
    | ((
        read: () => NoticeView['notice'],
        adopt: (notice: NoticeView['notice']) => void,
      ) => SharedValue<NoticeView['notice']>)
    | null;
}

type InForce = NonNullable<NoticeView['notice']>;

/** Why a notice cannot be shown or withdrawn: the order is wrong, or the other gateways cannot be told now. */
export interface NoticeRefusal {
  readonly why: 'invalid' | 'not-shared';
  readonly message: string;
}

/** The notice of a gateway: one at most. */
export interface NoticeBoard {
  /** As `GET /notice` answers it. */
  readonly view: () => NoticeView;
  /** The frame for a client that has just come; null: no notice is in force. */
  readonly frame: () => string | null;
  /** Shows a notice in place of the one before. If it cannot be shown, nothing has changed. */
  readonly put: (order: NoticeOrder, by: string) => Promise<NoticeRefusal | null>;
  /** Withdraws the notice, if there is one. */
  readonly withdraw: (by: string) => Promise<NoticeRefusal | null>;
  readonly stop: () => void;
}

/** Makes a board without a notice. It keeps none over a restart: a client that is told of none after a welcome forgets the one it had. */
export function createNoticeBoard({ clock, recorder, peers, nextId, share }: NoticeWorld): NoticeBoard {
  let notice: InForce | null = null;
  /** Monotonic. */
  let endsAt = 0;
  let timer: unknown = null;

  const frameOf = ({ id, level, text }: InForce, forMs: number): string =>
    encodeFrame({ kind: 'notice', id, level, text, forMs });
  const countReached = (): number => peers.countEach((peer) => peer.knowsNotices);
  const leftOf = ({ until }: InForce): number => Math.max(0, until - clock.wallNow());
  const tell = (frame: string): void => peers.inTurns((peer) => peer.notify(frame));

  function end(reason: 'withdrawn' | 'replaced' | 'expired', by?: string): string | null {
    if (!notice) return null;
    clock.clearTimeout(timer);
    const { id } = notice;
    notice = null;
    recorder.record('notice.ended', { id, reason, ...(by === undefined ? {} : { by }) });
    return id;
  }

  const show = (next: InForce, leftMs: number): void => {
    end('replaced', next.by);
    notice = next;
    endsAt = clock.now() + leftMs;
    // Clients end the notice by themselves, so they are not told.
    timer = clock.setTimeout(() => end('expired'), leftMs);
    const { id, level, at, until, by } = next;
    // The time that was ordered. If another gateway took the order, less of that time is left.
    recorder.record('notice.posted', { id, level, forMs: until - at, by, reaches: countReached() });
    tell(frameOf(next, leftMs));
  };
  const hide = (by: string): void => {
    const id = end('withdrawn', by);
    if (id !== null) tell(encodeFrame({ kind: 'notice', id, text: null }));
  };
  const shared = share?.(
    () => notice,
    (found) => {
      if (found === null || found.until <= clock.wallNow()) hide('cluster');
      else if (found.id !== notice?.id) show(found, leftOf(found));
    },
  );
  const publish = async (next: InForce | null): Promise<NoticeRefusal | null> => {
    const problem = (await shared?.put(next)) ?? null;
    return problem === null ? null : { why: 'not-shared', message: problem };
  };

  return {
    view: () => ({ notice: notice && { ...notice, reaches: countReached() } }),
    // A client that comes late is told of the time that is left.
    frame: () => notice && frameOf(notice, Math.max(0, Math.round(endsAt - clock.now()))),
    async put({ level = 'info', text, forMs = DEFAULT_FOR_MS }, by) {
      const at = clock.wallNow();
      const next: InForce = { id: nextId(), level, text, at, until: at + forMs, by };
      const frame = frameOf(next, forMs);
      if (frame.length > MAX_NOTICE_CHARS) {
        const message = `text is too long: all languages together make a frame of ${frame.length} characters, and clients read ${MAX_NOTICE_CHARS}`;
        return { why: 'invalid', message };
      }
      const refusal = await publish(next);
      // Sharing it takes some of its time.
      if (refusal === null) show(next, shared ? leftOf(next) : forMs);
      return refusal;
    },
    async withdraw(by) {
      const refusal = notice === null ? null : await publish(null);
      if (refusal === null) hide(by);
      return refusal;
    },
    stop: () => clock.clearTimeout(timer),
  };
}
