'use client';
import { useEffect, useState } from 'react';
import type { LogLabels } from '../labels.js';

interface LogToolbarProps {
  words: LogLabels;
  kinds: readonly string[];
  kind: string;
  onKind: (kind: string) => void;
  isPaused: boolean;
  onPause: () => void;
  isFollowing: boolean;
  onFollow: () => void;
  /** What is copied and downloaded. */
  toText: () => string;
}

/** What can be done with the log. */
export function LogToolbar({ words, kinds, kind, onKind, toText, ...props }: LogToolbarProps) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return (
    <div data-heartbeat="log-toolbar">
      <label>
        <span>{words.filter}</span>
        <select value={kind} onChange={(event) => onKind(event.target.value)}>
          <option value="">{words.everything}</option>
          {kinds.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <button type="button" aria-pressed={props.isPaused} onClick={props.onPause}>
        {words.pause}
      </button>
      <button type="button" aria-pressed={props.isFollowing} onClick={props.onFollow}>
        {words.follow}
      </button>
      <button
        type="button"
        onClick={() => {
          // Browsers refuse it without permission and over plain HTTP. The button then does not say "Copied".
          void navigator.clipboard?.writeText(toText()).then(
            () => setCopied(true),
            () => {},
          );
        }}
      >
        {isCopied ? words.copied : words.copy}
      </button>
      <button type="button" onClick={() => download(toText())}>
        {words.download}
      </button>
    </div>
  );
}

function download(text: string): void {
  const href = URL.createObjectURL(new Blob([text], { type: 'application/x-ndjson' }));
  Object.assign(document.createElement('a'), { href, download: 'heartbeat-log.jsonl' }).click();
  // Later, because some browsers begin to read after the click has returned.
  setTimeout(() => URL.revokeObjectURL(href), 2_000);
}
