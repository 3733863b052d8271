'use client';
import type { ReactNode } from 'react';
import type { AlertRule } from '../../admin/schemas/alerts.js';
import { Card } from '../shell/Card.js';

const STATES: Readonly<Record<AlertRule['state'], string>> = {
  quiet: 'quiet',
  active: 'active',
  'warming-up': 'learning',
  off: 'off',
};

/** What the gateway looks for, and what it can see at the present load. */
export function RuleTable({ rules }: { readonly rules: readonly AlertRule[] }): ReactNode {
  if (rules.length === 0) return null;
  return (
    <Card title="What is looked for" aside={`${rules.length} rules`}>
      <table className="hbd-table hbd-rules">
        <thead className="hbd-hidden">
          <tr>
            <th scope="col">Rule</th>
            <th scope="col">State</th>
            <th scope="col">Raised and cleared</th>
          </tr>
        </thead>
        <tbody>
          {rules.map(({ rule, title, raises, clears, state, canSee }) => (
            <tr key={rule}>
              <th scope="row">{title}</th>
              <td>
                <span className="hbd-source" data-state={state}>
                  {STATES[state]}
                </span>
              </td>
              <td className="hbd-muted hbd-small hbd-origin">
                {canSee && <p className="hbd-strong">{canSee}</p>}
                {`Raised when ${raises}; cleared when ${clears}.`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
