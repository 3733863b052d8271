'use client';
import { Component, Suspense, type ReactNode } from 'react';

interface Props {
  /** Another screen begins afresh. */
  readonly name: string;
  readonly children: ReactNode;
}

/**
 * One screen. Its code may be on its way, or gone: a gateway of another version does not have the files of the page that is
 * open. What goes wrong in a screen leaves the others as they are.
 */
export class ScreenBoundary extends Component<Props, { readonly failedIn: string | null }> {
  override state: { readonly failedIn: string | null } = { failedIn: null };

  static getDerivedStateFromError(): object {
    return { failedIn: '' };
  }

  static getDerivedStateFromProps({ name }: Props, { failedIn }: { failedIn: string | null }): object | null {
    // An error comes without the name of its screen, which is the one that is shown.
    if (failedIn === '') return { failedIn: name };
    return failedIn === null || failedIn === name ? null : { failedIn: null };
  }

  override componentDidCatch(error: unknown): void {
    // Preact says nothing of what it catches.
    if (typeof reportError === 'function') reportError(error);
  }

  override render(): ReactNode {
    if (this.state.failedIn !== null) return <Failed />;
    return <Suspense fallback={<Blank />}>{this.props.children}</Suspense>;
  }
}

function Failed(): ReactNode {
  return (
    <div className="hbd-say">
      <h1>
        <b>This screen cannot be shown.</b>
        <span> The gateway may have another version by now.</span>
      </h1>
      <p>
        <button type="button" className="hbd-button" onClick={() => location.reload()}>
          Load the page again
        </button>
      </p>
    </div>
  );
}

/** The frame of a screen before there is anything in it. */
export function Blank(): ReactNode {
  return (
    <output className="hbd-blank" aria-busy="true" aria-label="Loading">
      <i />
      <i />
      <i />
    </output>
  );
}
