import { useEffect, useState, type ReactNode } from 'react';

interface CopyButtonProps {
  text: string;
  className: string;
  children: ReactNode;
}

/** Copies a text, and says so for two seconds. */
export function CopyButton({ text, className, children }: CopyButtonProps) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = (): void => {
    // Browsers refuse it without permission and over plain HTTP from another machine.
    void navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      () => {},
    );
  };
  return (
    <button type="button" className={className} onClick={copy} data-copied={isCopied || undefined}>
      <span>{children}</span>
      <svg viewBox="0 0 14 14" aria-hidden="true">
        {isCopied ? (
          <path d="M2.5 7.4l3 3 6-6.6" />
        ) : (
          <path d="M6.5 4.5h3.5a2 2 0 0 1 2 2V10a2 2 0 0 1-2 2H6.5a2 2 0 0 1-2-2V6.5a2 2 0 0 1 2-2zM9.5 4.5V4a2 2 0 0 0-2-2H4a2 2 0 0 0-2 2v3.5a2 2 0 0 0 2 2h.5" />
        )}
      </svg>
      <output className="visually-hidden">{isCopied ? 'Copied' : ''}</output>
    </button>
  );
}
