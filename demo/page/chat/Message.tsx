import type { Fate, Item } from './conversation.js';
import { UNHEARD, type FateLook } from './fates.js';

const time = new Intl.DateTimeFormat([], { timeStyle: 'short' });

interface MessageProps {
  item: Item;
  looks: Readonly<Record<Fate, FateLook>>;
  /** It never reached the server. */
  isUnheard?: boolean;
  /** It never reached this pane. */
  isLost?: boolean;
}

/** One message: who, when, what, and for ours what became of it. */
export function Message({ item, looks, isUnheard = false, isLost = false }: MessageProps) {
  const { name, text, at, fate, isLate } = item;
  const look = isUnheard ? UNHEARD : fate && looks[fate];
  return (
    <li
      data-fate={isUnheard ? 'unheard' : (fate ?? undefined)}
      data-late={isLate || undefined}
      data-lost={isLost || undefined}
    >
      <span className="avatar" aria-hidden="true">
        {name.charAt(0)}
      </span>
      <p className="who">
        <b>{name}</b> <time dateTime={new Date(at).toISOString()}>{time.format(at)}</time>
        {look && (
          <span className="fate">
            <svg viewBox="0 0 12 12" aria-hidden="true">
              <path d={look.sign} />
            </svg>
            <span>{look.word}</span>
          </span>
        )}
      </p>
      <p className="text">{isLost ? <s>{text}</s> : <span>{text}</span>}</p>
    </li>
  );
}
