'use client';
import { forwardRef, useState, type DetailsHTMLAttributes, type ReactNode } from 'react';
import { useLabels } from '../labelsContext.js';
import { Part, type PartProps } from '../Part.js';
import { useBanner, type BannerState } from './model/bannerContext.js';

/** Props of `ConnectionBanner.Details`; those of a `details` go to its element. */
export interface BannerDetailsProps extends PartProps<DetailsHTMLAttributes<HTMLDetailsElement>, BannerState> {
  /** What a person presses to unfold them. @default the word "Details" */
  summary?: ReactNode;
}

/**
 * What support asks for first: when the connection ended, with which code and cause, the attempts, and the id of the
 * connection in the gateway's logs. It is folded, because most people have no use for it, and a button copies it. If
 * there is nothing to tell, only `summary` is shown. `children` replace what unfolds.
 */
export const BannerDetails = forwardRef<HTMLDetailsElement, BannerDetailsProps>(function ConnectionBannerDetails(
  { summary, children, ...rest },
  ref,
) {
  const { state, now, isBrief } = useBanner();
  const { banner } = useLabels();
  const { lastClose, attempt, maxAttempts, connectionId } = now;
  const [copied, setCopied] = useState('');
  const facts = [
    lastClose && new Date(lastClose.at).toLocaleString(),
    lastClose && banner.closeCode(lastClose.code, lastClose.reason),
    state.cause,
    attempt > 0 && banner.attempt(attempt, maxAttempts),
    connectionId,
  ].filter((fact) => typeof fact === 'string');
  if (isBrief || facts.length === 0) return summary ?? null;
  const text = facts.join('\n');
  // Browsers refuse it without permission and over plain HTTP. The button then does not say "Copied".
  const copy = (): void => void navigator.clipboard?.writeText(text).then(() => setCopied(text), Boolean);
  return (
    <Part tag="details" name="banner-details" state={state} given={rest} partRef={ref}>
      <summary>{summary ?? banner.details}</summary>
      {children ?? (
        <div data-heartbeat="banner-facts">
          {facts.map((fact) => (
            <div key={fact}>{fact}</div>
          ))}
          <button type="button" onClick={copy}>
            {copied === text ? banner.copied : banner.copy}
          </button>
        </div>
      )}
    </Part>
  );
});
