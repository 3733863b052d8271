'use client';
import type { ReactNode } from 'react';
import type { AdminProblem } from '../../admin/adminResult.js';
import { Say } from './Say.js';

/** What stands in place of data that the gateway does not give, and why. */
export function Refused({ problem, what }: { readonly problem: AdminProblem; readonly what: string }): ReactNode {
  const { status, detail, title } = problem;
  if (status === 403)
    return <Say so={`You may not see ${what}.`} then="A token of an operator or a viewer is needed." />;
  if (status === 404) return <Say so={`There is nothing here.`} then={`The gateway does not know ${what}.`} />;
  return (
    <Say so={`The gateway did not tell ${what}.`} then="It is asked again by itself.">
      {detail ?? title}
    </Say>
  );
}
