import { Fragment, useLayoutEffect, useRef, type ReactNode } from 'react';
import type { Fate, Item } from './conversation.js';
import type { FateLook } from './fates.js';
import { Message } from './Message.js';

interface MessageListProps {
  label: string;
  items: readonly Item[];
  /** A line above a message: its words, by the id of the message. */
  separators?: ReadonlyMap<string, string>;
  looks: Readonly<Record<Fate, FateLook>>;
  /** Ours of which this pane does not know that they never arrived. */
  unheardIds?: readonly string[];
  /** After the messages. */
  children?: ReactNode;
}

/** The messages of a pane, the newest at the bottom and in sight. */
export function MessageList({ label, items, separators, looks, unheardIds = [], children }: MessageListProps) {
  const list = useRef<HTMLUListElement>(null);
  const count = items.length + Number(Boolean(children));
  const seenCount = useRef(0);
  useLayoutEffect(() => {
    // Only for a new message, so that the list does not move while a person reads further up.
    if (seenCount.current !== count) list.current?.scrollTo({ top: list.current.scrollHeight });
    seenCount.current = count;
  }, [count]);

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- so that a keyboard can scroll it
    <ul ref={list} className="messages" aria-label={label} tabIndex={0}>
      {items.map((item) => {
        const separator = separators?.get(item.id);
        return (
          <Fragment key={item.id}>
            {separator && <li className="separator">{separator}</li>}
            <Message item={item} looks={looks} isUnheard={unheardIds.includes(item.id)} />
          </Fragment>
        );
      })}
      {children}
    </ul>
  );
}
