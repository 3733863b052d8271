'use client';
import { forwardRef, useState, type HTMLAttributes, type Ref } from 'react';
import { Part, type PartProps } from '../Part.js';
import { useBanner, type BannerState } from './model/bannerContext.js';

/** Props of the text parts: those of a `span`. `children` replace the built-in words. */
export type BannerTextProps = PartProps<HTMLAttributes<HTMLSpanElement>, BannerState>;

/** What happened; "Not connected" while the banner is folded. */
export const BannerTitle = forwardRef<HTMLSpanElement, BannerTextProps>(function ConnectionBannerTitle(props, ref) {
  return <Words name="banner-title" at={0} given={props} partRef={ref} />;
});

/** What comes next, or what becomes of the messages in the outbox. Nothing where there is nothing to say. */
export const BannerDescription = forwardRef<HTMLSpanElement, BannerTextProps>(
  function ConnectionBannerDescription(props, ref) {
    const { words, isBrief } = useBanner();
    if (!words[1] && (isBrief || !props.children)) return null;
    return <Words name="banner-description" at={1} given={props} partRef={ref} />;
  },
);

interface WordsProps {
  name: string;
  /** Which of the banner's words. */
  at: 0 | 1;
  given: BannerTextProps;
  partRef: Ref<HTMLSpanElement>;
}

/** New words rise while the stylesheet draws the old ones leaving. */
function Words({ name, at, given: { children, ...given }, partRef }: WordsProps) {
  const { state, words } = useBanner();
  const text = words[at];
  const [{ now, was }, setWords] = useState({ now: text, was: '' });
  if (now !== text) setWords({ now: text, was: now });
  return (
    <Part tag="span" name={name} state={state} given={given} partRef={partRef}>
      {children ?? (
        <span key={text} data-was={was || undefined}>
          {text}
        </span>
      )}
    </Part>
  );
}
