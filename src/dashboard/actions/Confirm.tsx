'use client';
import { useEffect, useId, useRef, type ReactNode } from 'react';

/** Asks before something that touches people. The button says again what it does. */
export function Confirm({
  title,
  action,
  isBusy = false,
  isReady = true,
  problem = '',
  onConfirm,
  onCancel,
  children,
}: {
  readonly title: string;
  /** The words on the button. */
  readonly action: string;
  readonly isBusy?: boolean;
  readonly isReady?: boolean;
  readonly problem?: string;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
  readonly children?: ReactNode;
}): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const { current } = dialog;
    // Where there is no top layer (jsdom), the dialog is at least open.
    if (current?.showModal) current.showModal();
    else current?.setAttribute('open', '');
    return () => current?.close?.();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="hbd-dialog"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onCancel();
      }}
    >
      <form
        method="dialog"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !isBusy) onConfirm();
        }}
      >
        <h2 id={titleId}>{title}</h2>
        {children}
        <output className="hbd-problem">{problem}</output>
        <div className="hbd-buttons">
          <button
            type="submit"
            className="hbd-button"
            data-look="solid"
            disabled={!isReady}
            aria-busy={isBusy || undefined}
          >
            {action}
          </button>
          <button type="button" className="hbd-button" onClick={onCancel}>
            Cancel
          </button>
        </div>
      </form>
    </dialog>
  );
}
