'use client';
import type { ReactNode } from 'react';
import { UNREADABLE, type AdminProblem } from '../../admin/adminResult.js';
import { Say } from './Say.js';

/** What stands in place of data that the gateway does not give, and why. */
export function Refused({ problem, what }: { readonly problem: AdminProblem; readonly what: string }): ReactNode {
  const { status, type, detail, title } = problem;
  if (status === 403)
    return <Say so={`You may not see ${what}.`} then="A token of an operator or a viewer is needed." />;
  if (status === 404) return <Say so={`There is nothing here.`} then={`The gateway does not know ${what}.`} />;
  if (type === UNREADABLE) {
    return (
      <Say
        so={`This page cannot read what the gateway tells of ${what}.`}
        then="They may be of different versions: load the page again."
      >
        {detail}
      </Say>
    );
  }
  return (
    <Say so={`The gateway did not tell ${what}.`} then="It is asked again by itself.">
      {detail ?? title}
    </Say>
  );
}
