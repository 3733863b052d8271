'use client';
import type { ReactNode } from 'react';
import { Icon } from '../shell/Icon.js';
import { useDashboard } from '../state/context.js';

/** Says once, in the place of the buttons, why there are none. */
export function ViewerNote({ what }: { readonly what: string }): ReactNode {
  const me = useDashboard((state) => state.me);
  if (!me) return null;
  const name = me.subject === me.role ? 'a viewer' : `${me.subject}, a viewer`;
  return (
    <p className="hbd-note">
      <Icon name="lock" />
      <span>{`You are looking as ${name}. An operator can ${what}.`}</span>
    </p>
  );
}
