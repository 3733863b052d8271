'use client';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Icon } from './Icon.js';

/** How long after the last letter a search begins. */
const TYPING_MS = 300;

interface SearchFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** A field to search with. The key `/` leads to it. */
export function SearchField({ label, placeholder, value, onChange }: SearchFieldProps): ReactNode {
  return (
    <>
      <Icon name="find" />
      <input
        data-find=""
        type="search"
        aria-label={label}
        placeholder={placeholder}
        maxLength={200}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
      <kbd>/</kbd>
    </>
  );
}

/** A search field whose text is in the address: it is applied once the typing stops, and follows Back and links. */
export function AppliedSearchField({ value: applied, onChange: onApply, ...words }: SearchFieldProps): ReactNode {
  const [typed, setTyped] = useState(applied);
  const [wasApplied, setWasApplied] = useState(applied);
  if (applied !== wasApplied) {
    setWasApplied(applied);
    setTyped(applied);
  }
  // The newest function, without starting the wait again: a screen may be drawn more often than someone types.
  const apply = useRef(onApply);
  useEffect(() => {
    apply.current = onApply;
  });
  useEffect(() => {
    const text = typed.trim();
    if (text === applied) return undefined;
    const timer = setTimeout(() => apply.current(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, applied]);
  return (
    <span className="hbd-find">
      <SearchField {...words} value={typed} onChange={setTyped} />
    </span>
  );
}
