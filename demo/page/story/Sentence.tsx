import type { Verdict } from './verdict.js';

const SIGNS: Record<Verdict['sign'], string> = {
  calm: 'M2 8h12',
  beat: 'M1.5 8h4l1.6-3.6L9 11.6 10.5 8h4',
  waiting: 'M8 2a6 6 0 1 1 0 12 6 6 0 0 1 0-12M8 4.8V8l2 1.6',
  good: 'M3 8.6l3.2 3.2L13 4.6',
  gone: 'M4.2 4.2l7.6 7.6M11.8 4.2l-7.6 7.6',
};

/** A verdict, with the fact in bold. */
export function Sentence({ verdict: { sign, text } }: { verdict: Verdict }) {
  return (
    <p className="verdict" data-sign={sign}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={SIGNS[sign]} />
      </svg>
      <span>{text.split('**').map((part, index) => (index % 2 ? <b key={part}>{part}</b> : part))}</span>
    </p>
  );
}
