import { useConnection, type HeartbeatSocket } from 'heartbeat-socket';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { MessageList } from './MessageList.js';
import { useChat } from './useChat.js';
import { useGuestName } from './useGuestName.js';

/** The application of the demo: a chat, where it hurts to lose a half-written message. */
export function Chat({ socket }: { socket: HeartbeatSocket }) {
  const { messages, unconfirmed, people, say } = useChat(socket);
  const isUp = useConnection(({ status }) => status === 'open' || status === 'degraded');
  const [name, setName] = useGuestName();
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);

  // Only once, so that the visitor can type at once. An outage must not move the focus.
  useEffect(() => field.current?.focus({ preventScroll: true }), []);

  const submit = (event?: FormEvent): void => {
    event?.preventDefault();
    if (text.trim() === '' || name.trim() === '') return;
    say(name.trim(), text.trim());
    setText('');
  };

  return (
    <section className="card chat" aria-labelledby="chat-title">
      <div className="card-head">
        <h2 id="chat-title">Chat</h2>
        <p className="hint">{isUp ? `${people} ${people === 1 ? 'tab' : 'tabs'} here` : 'Not connected'}</p>
      </div>
      <MessageList messages={messages} unconfirmed={unconfirmed} isUp={isUp} />
      <form className="composer" onSubmit={submit}>
        <label>
          Your name
          <input value={name} maxLength={40} required autoComplete="off" onChange={(e) => setName(e.target.value)} />
        </label>
        <label className="grow">
          Message
          <textarea
            ref={field}
            rows={2}
            value={text}
            maxLength={1_000}
            placeholder="Type half a sentence, then break the connection"
            onChange={(e) => setText(e.target.value)}
            onKeyDown={(e) => {
              // Not while an input method is composing a character.
              if (e.key !== 'Enter' || e.shiftKey || e.nativeEvent.isComposing) return;
              e.preventDefault();
              submit();
            }}
          />
        </label>
        <button type="submit" className="primary">
          Send
        </button>
      </form>
    </section>
  );
}
