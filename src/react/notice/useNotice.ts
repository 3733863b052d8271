'use client';
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { systemClock } from '../../client/clock.js';
import type { ConnectionSource, NoticeLevel } from '../../client/index.js';
import { useSocket } from '../context.js';
import { dismissedNoticeOf } from './dismissedNotices.js';
import { pickText, type TextInLanguage } from './noticeText.js';
import { createKeeper } from '../selection/useSelected.js';

/** An operator's message in one language. */
export interface ShownNotice extends TextInLanguage {
  readonly id: string;
  readonly level: NoticeLevel;
  /** Dismisses the message in this tab, until the operator sends another one. */
  readonly dismiss: () => void;
}

/**
 * Returns the operator's message to all pages, also while connected: in the language of the page, else of the browser,
 * else in English. Null when there is no message, when it has ended, or when the person has dismissed it. Show the text
 * as text, never as markup.
 *
 * @param socket the connection; by default the nearest provider's
 * @example const notice = useNotice(); // notice && toast(notice.text, { onDismiss: notice.dismiss })
 */
export const useNotice = (socket?: ConnectionSource): ShownNotice | null => useNoticeIn(undefined, socket);

/** The same, in a given language. */
export function useNoticeIn(lang: string | undefined, socket: ConnectionSource | undefined): ShownNotice | null {
  const source = useSocket(socket);
  const subscribe = useCallback((changed: () => void) => watch(source, changed), [source]);
  const keep = useMemo(() => keeping(source), [source]);
  return useSyncExternalStore(
    subscribe,
    () => keep(lang),
    () => null,
  );
}

/** Reads the notice, and gives the same object until it changes. */
function keeping(socket: ConnectionSource): (lang: string | undefined) => ShownNotice | null {
  const keep = createKeeper<ShownNotice | null>();
  const dismissed = dismissedNoticeOf(socket);
  const dismiss = (): void => {
    const { notice } = socket.store.getState();
    if (notice) dismissed.dismiss(notice.id);
  };
  return (lang) => {
    const { notice } = socket.store.getState();
    if (!notice || leftMs(notice.endsAt) <= 0 || dismissed.read() === notice.id) return keep(null);
    const { id, level, text } = notice;
    const said = pickText(text, lang === undefined ? languagesOfPage() : [lang, ...languagesOfPage()]);
    return keep(said && { ...said, id, level, dismiss });
  };
}

const leftMs = (endsAt: number | null): number => (endsAt === null ? Infinity : endsAt - systemClock.wallNow());

function languagesOfPage(): readonly string[] {
  // React Native has neither.
  const { document: page, navigator: browser } = globalThis as { document?: Document; navigator?: Navigator };
  return [page?.documentElement.lang ?? '', ...(browser?.languages ?? [])].filter(Boolean);
}

/** The longest that a platform's timer can wait. */
const MAX_TIMER_MS = 2_147_483_647;

/** Calls when the notice may be another one, is dismissed, or has ended. */
function watch(socket: ConnectionSource, changed: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const update = (): void => {
    clearTimeout(timer);
    changed();
    const { notice } = socket.store.getState();
    const left = leftMs(notice?.endsAt ?? null);
    // The wall clock may be set, and a timer may fire early. In both cases the timer is set again.
    if (left > 0 && left < Infinity) timer = setTimeout(update, Math.min(left, MAX_TIMER_MS));
  };
  const unsubscribe = socket.store.subscribe((now, before) => {
    if (now.notice !== before.notice) update();
  });
  const forget = dismissedNoticeOf(socket).subscribe(changed);
  update();
  return () => {
    clearTimeout(timer);
    unsubscribe();
    forget();
  };
}
