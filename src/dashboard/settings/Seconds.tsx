'use client';
import { useId, type CSSProperties, type ReactNode } from 'react';
import { parseSeconds } from './draft.js';

/** A number of seconds. Without `onChange` it is there to be read. */
export function Seconds({
  label,
  lead,
  value,
  describedBy,
  onChange,
  onStep,
}: {
  readonly label: string;
  /** The words before it, where it stands beside another. */
  readonly lead?: string;
  readonly value: string;
  readonly describedBy?: string;
  readonly onChange: ((text: string) => void) | undefined;
  /** Shows buttons for a second less and a second more. */
  readonly onStep?: ((seconds: number) => void) | undefined;
}): ReactNode {
  const id = useId();
  return (
    <span className="hbd-number" data-small={lead === undefined ? undefined : ''}>
      <label className="hbd-hidden" htmlFor={id}>
        {label}
      </label>
      {lead !== undefined && (
        <span className="hbd-muted" aria-hidden="true">
          {lead}
        </span>
      )}
      <input
        id={id}
        inputMode="decimal"
        autoComplete="off"
        readOnly={onChange === undefined}
        value={value}
        style={{ '--hbd-typed': Math.max(1, value.length) } as CSSProperties}
        aria-invalid={parseSeconds(value) === null || undefined}
        aria-describedby={describedBy}
        onChange={(event) => onChange?.(event.target.value)}
      />
      <span className="hbd-muted">{lead === undefined ? 'seconds' : 's'}</span>
      {onStep && (
        <>
          <button type="button" aria-label="One second less" onClick={() => onStep(-1)}>
            −
          </button>
          <button type="button" aria-label="One second more" onClick={() => onStep(1)}>
            +
          </button>
        </>
      )}
    </span>
  );
}
