'use client';
import { useState } from 'react';
import type { AdminProblem, AdminResult } from '../../admin/adminResult.js';
import { useDashboardStore } from '../state/context.js';

/** An order to the gateway that is under way, or why the last one was refused. */
export interface Order {
  readonly isBusy: boolean;
  /** Empty while all is well. */
  readonly says: string;
  readonly refusal: { readonly status: number; readonly problem: AdminProblem } | null;
  /** Sends it, then reads everything again. Returns what the gateway answered, or null. */
  readonly send: <Value>(ask: () => Promise<AdminResult<Value>>) => Promise<{ readonly value: Value } | null>;
  readonly forget: () => void;
}

/** Sends orders one at a time. */
export function useOrder(): Order {
  const store = useDashboardStore();
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<Order['refusal']>(null);
  return {
    isBusy,
    refusal,
    says: refusal === null ? '' : sentenceFor(refusal.problem),
    async send(ask) {
      setIsBusy(true);
      setRefusal(null);
      const result = await ask();
      await store.refresh();
      setIsBusy(false);
      if (result.ok) return { value: result.value };
      setRefusal({ status: result.status, problem: result.problem });
      return null;
    },
    forget: () => setRefusal(null),
  };
}

function sentenceFor({ status, title, detail }: AdminProblem): string {
  if (status === 0) return 'The gateway does not answer. It is not certain whether it has got this.';
  const text = detail ?? title;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
