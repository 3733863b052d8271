'use client';
import { useEffect, useRef, useState, type CSSProperties, type Ref } from 'react';

/**
 * Out of sight, but in the accessibility tree. Inline, because apps may leave the stylesheet out. Fixed and small, because a
 * text that hangs over the edge of the page, or of a transformed element around it, would let that scroll.
 */
const hidden: CSSProperties = {
  position: 'fixed',
  width: 1,
  overflow: 'hidden',
  opacity: 0,
  whiteSpace: 'nowrap',
};

/** What each announcer on the page has said last. While these words stand, no other announcer says the same. */
const announced = /* @__PURE__ */ new Map<object, string>();

interface AnnouncerProps {
  /** What is announced: its text is said once, and not again when only the numbers in it change. '' for nothing. */
  about: string;
  text: string;
  isAlert?: boolean | undefined;
  /** What was announced before this mounted. */
  known?: string | undefined;
  /** Of the polite region. */
  liveRef?: Ref<HTMLSpanElement> | undefined;
}

/**
 * Announces each subject once. The polite region is always there and mounts empty, because screen readers ignore the text
 * that a region mounts with. An alert is announced when it mounts, so it is mounted with its text. A region never changes
 * its role.
 */
export function Announcer({ about, text, isAlert, known = '', liveRef }: AnnouncerProps) {
  const last = useRef(known);
  const [[said, isLoud], setSaid] = useState<[text: string, isAlert?: boolean | undefined]>(['']);
  useEffect(() => {
    if (last.current === about) return;
    last.current = about;
    announced.delete(last);
    const mine = [...announced.values()].includes(text) ? '' : text;
    announced.set(last, mine);
    setSaid([mine, isAlert]);
  }, [about, text, isAlert]);
  useEffect(() => () => void announced.delete(last), []);
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- `output` is for the result of a form */}
      <span ref={liveRef} role="status" tabIndex={-1} data-heartbeat="live" style={hidden}>
        {isLoud ? '' : said}
      </span>
      {isLoud && said && (
        <span role="alert" data-heartbeat="live" style={hidden}>
          {said}
        </span>
      )}
    </>
  );
}
