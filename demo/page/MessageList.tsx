import { useEffect, useRef } from 'react';
import type { ChatMessage, Unconfirmed } from './chatProtocol.js';

const time = new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit' });

interface MessageListProps {
  messages: readonly ChatMessage[];
  unconfirmed: readonly Unconfirmed[];
  isUp: boolean;
}

/** The messages; below them those of this tab that the server has not confirmed. */
export function MessageList({ messages, unconfirmed, isUp }: MessageListProps) {
  const list = useRef<HTMLOListElement>(null);
  const count = messages.length + unconfirmed.length;
  const seenCount = useRef(0);
  useEffect(() => {
    // Only for a new message, so that the list does not move while a person reads further up.
    if (seenCount.current !== count) list.current?.scrollTo({ top: list.current.scrollHeight });
    seenCount.current = count;
  }, [count]);

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- so that a keyboard can scroll it
    <ol ref={list} className="messages" role="log" aria-label="Messages" tabIndex={0}>
      {count === 0 && <li className="empty">No messages yet. Open this page in a second tab and say hello.</li>}
      {messages.map(({ id, name, text, at }) => (
        <li key={id}>
          <p className="who">
            <b>{name}</b> <time dateTime={new Date(at).toISOString()}>{time.format(at)}</time>
          </p>
          <p className="text">{text}</p>
        </li>
      ))}
      {unconfirmed.map(({ id, name, text }) => (
        <li key={id} className="unconfirmed">
          <p className="who">
            <b>{name}</b> <span>{isUp ? 'sent, not confirmed yet' : 'waiting for the connection'}</span>
          </p>
          <p className="text">{text}</p>
        </li>
      ))}
    </ol>
  );
}
