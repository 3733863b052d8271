import type { NoticeOrder, NoticeView } from '../../admin/schemas/notice.js';
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
}

type InForce = NonNullable<NoticeView['notice']>;

/** The notice of a gateway: one at most. */
export interface NoticeBoard {
  /** As `GET /notice` answers it. */
  readonly view: () => NoticeView;
  /** The frame for a client that has just come; null: no notice is in force. */
  readonly frame: () => string | null;
  /** Shows a notice in place of the one before. Returns null, or why it cannot be shown; then nothing has changed. */
  readonly put: (order: NoticeOrder, by: string) => string | null;
  /** Withdraws the notice, if there is one. */
  readonly withdraw: (by: string) => void;
  readonly stop: () => void;
}

/** Makes a board without a notice. It keeps none over a restart: a client that is told of none after a welcome forgets the one it had. */
export function createNoticeBoard({ clock, recorder, peers, nextId }: NoticeWorld): NoticeBoard {
  let notice: InForce | null = null;
  /** Monotonic. */
  let endsAt = 0;
  let timer: unknown = null;

  const frameOf = ({ id, level, text }: InForce, forMs: number): string =>
    encodeFrame({ kind: 'notice', id, level, text, forMs });
  const countReached = (): number => peers.countEach((peer) => peer.knowsNotices);
  const tell = (frame: string): void => peers.inTurns((peer) => peer.notify(frame));

  function end(reason: 'withdrawn' | 'replaced' | 'expired', by?: string): string | null {
    if (!notice) return null;
    clock.clearTimeout(timer);
    const { id } = notice;
    notice = null;
    recorder.record('notice.ended', { id, reason, ...(by === undefined ? {} : { by }) });
    return id;
  }

  return {
    view: () => ({ notice: notice && { ...notice, reaches: countReached() } }),
    // A client that comes late is told of the time that is left.
    frame: () => notice && frameOf(notice, Math.max(0, Math.round(endsAt - clock.now()))),
    put({ level = 'info', text, forMs = DEFAULT_FOR_MS }, by) {
      const at = clock.wallNow();
      const next: InForce = { id: nextId(), level, text, at, until: at + forMs, by };
      const frame = frameOf(next, forMs);
      if (frame.length > MAX_NOTICE_CHARS) {
        return `text is too long: all languages together make a frame of ${frame.length} characters, and clients read ${MAX_NOTICE_CHARS}`;
      }
      end('replaced', by);
      notice = next;
      endsAt = clock.now() + forMs;
      // Clients end it by themselves, so none is told.
      timer = clock.setTimeout(() => end('expired'), forMs);
      recorder.record('notice.posted', { id: next.id, level, forMs, by, reaches: countReached() });
      tell(frame);
      return null;
    },
    withdraw(by) {
      const id = end('withdrawn', by);
      if (id !== null) tell(encodeFrame({ kind: 'notice', id, text: null }));
    },
    stop: () => clock.clearTimeout(timer),
  };
}
