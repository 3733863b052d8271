'use client';
import { useId, useState, type ReactNode } from 'react';
import { formatPeople } from '../format.js';
import { useDashboard, useDashboardStore } from '../state/context.js';
import { Confirm } from './Confirm.js';
import { useOrder } from './useOrder.js';

const SECONDS = [10, 25, 60, 300];

/** Asks before a drain, and says how many people it moves. */
export function DrainDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { client } = useDashboardStore();
  const connections = useDashboard(({ stats, drain }) => drain?.connections ?? stats?.connections ?? 0);
  const [seconds, setSeconds] = useState(25);
  const order = useOrder();
  const id = useId();
  const drain = async (): Promise<void> => {
    if (await order.send(() => client.beginDrain({ overMs: seconds * 1_000 }))) onClose();
  };
  return (
    <Confirm
      title={`Send ${formatPeople(connections)} away from this gateway?`}
      action={`Send ${formatPeople(connections)} away`}
      isBusy={order.isBusy}
      problem={order.says}
      onConfirm={() => void drain()}
      onCancel={onClose}
    >
      <p>
        It takes no more connections from now on, and asks every client to come back through another gateway. With one
        that has room, no one sees a banner. It cannot be undone: a gateway that has drained has to be started again.
      </p>
      <label className="hbd-field" htmlFor={id}>
        <span>Spread over</span>
        <select id={id} value={seconds} onChange={(event) => setSeconds(Number(event.target.value))}>
          {SECONDS.map((value) => (
            <option key={value} value={value}>
              {value < 60 ? `${value} seconds` : value === 60 ? 'a minute' : `${value / 60} minutes`}
            </option>
          ))}
        </select>
      </label>
    </Confirm>
  );
}
