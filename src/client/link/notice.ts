import type { NoticeFrame } from '../../protocol/frames.js';
import type { Notice } from '../../protocol/notice.js';

/** The notice in a frame that came at `now`, epoch ms; null if it was withdrawn. */
export const toNotice = ({ id, level = 'info', text, forMs }: NoticeFrame, now: number): Notice | null =>
  text && { id, level, text, endsAt: forMs === undefined ? null : Math.round(now + forMs) };
