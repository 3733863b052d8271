import { useState, type FormEvent } from 'react';
import type { Saying } from './chatProtocol.js';

/** One field for both chats: what is typed once goes through both. */
export function Composer({ onSay }: { onSay: (saying: Saying) => void }) {
  const [text, setText] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() === '') return;
    onSay({ id: crypto.randomUUID(), text: text.trim() });
    setText('');
  };
  return (
    <form className="composer" onSubmit={submit}>
      <input
        aria-label="Message, sent through both"
        placeholder="Type once: it goes through both"
        autoComplete="off"
        maxLength={1_000}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit">Send</button>
    </form>
  );
}
