'use client';
import { useEffect, useState, type CSSProperties, type Ref } from 'react';

/** Out of sight, but in the accessibility tree. Inline, because apps may leave the stylesheet out. */
const hidden: CSSProperties = {
  position: 'absolute',
  width: 1,
  height: 1,
  margin: -1,
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
};

interface Announcement {
  /** What is announced: a text is said once for each, and not again when only its numbers change. */
  readonly about: string;
  readonly text: string;
  readonly isAlert: boolean;
}

interface AnnouncerProps extends Announcement {
  /** What was announced before this mounted. */
  readonly known: string;
  /** Of the polite region. */
  readonly liveRef: Ref<HTMLDivElement>;
}

/**
 * Announces each phase once, and each change of the cause. The polite region is always there and mounts empty, because
 * screen readers ignore the text that a region mounts with. An alert is announced when it mounts, so it is mounted with its
 * text, for `failed` only. A region never changes its role.
 */
export function Announcer({ known, about, text, isAlert, liveRef }: AnnouncerProps) {
  const [said, setSaid] = useState<Announcement>({ about: known, text: '', isAlert: false });
  useEffect(
    // oxlint-disable-next-line react/set-state-in-effect -- screen readers ignore the text that a region mounts with
    () => setSaid((before) => (before.about === about ? before : { about, text, isAlert })),
    [about, text, isAlert],
  );
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- `output` is for the result of a form */}
      <div ref={liveRef} role="status" tabIndex={-1} data-heartbeat="live" style={hidden}>
        {said.isAlert ? '' : said.text}
      </div>
      {said.isAlert && (
        <div role="alert" data-heartbeat="live" style={hidden}>
          {said.text}
        </div>
      )}
    </>
  );
}
