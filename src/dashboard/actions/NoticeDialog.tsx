'use client';
import { useId, useState, type ReactNode } from 'react';
import { formatClock, formatPeople } from '../format.js';
import { useDashboard, useDashboardStore } from '../state/context.js';
import { useNow } from '../state/useNow.js';
import { Confirm } from './Confirm.js';
import { useOrder } from './useOrder.js';

const MINUTES = [5, 10, 30, 60, 240];

/** Writes a notice, shows it as people will see it, and says how many they are. */
export function NoticeDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { client } = useDashboardStore();
  const connections = useDashboard(({ stats }) => stats?.connections ?? 0);
  const inForce = useDashboard(({ notice }) => notice?.notice ?? null);
  const [text, setText] = useState('');
  const [minutes, setMinutes] = useState(10);
  const order = useOrder();
  const now = useNow();
  const id = useId();
  const show = async (): Promise<void> => {
    const shown = await order.send(() => client.showNotice({ text: { en: text.trim() }, forMs: minutes * 60_000 }));
    if (shown) onClose();
  };
  const withdraw = async (): Promise<void> => {
    if (await order.send(() => client.withdrawNotice())) onClose();
  };
  return (
    <Confirm
      title="A notice to everyone"
      action={`Show to ${formatPeople(connections)}`}
      isReady={text.trim() !== ''}
      isBusy={order.isBusy}
      problem={order.says}
      onConfirm={() => void show()}
      onCancel={onClose}
    >
      {inForce && (
        <p className="hbd-note">
          <span>{`In force until ${formatClock(inForce.until)}, by ${inForce.by}: “${Object.values(inForce.text)[0] ?? ''}”`}</span>
          <button type="button" className="hbd-button" data-look="ghost" onClick={() => void withdraw()}>
            Withdraw it
          </button>
        </p>
      )}
      <label className="hbd-field" htmlFor={`${id}-text`}>
        <span>Text, in English</span>
        <input
          id={`${id}-text`}
          className="hbd-text"
          maxLength={200}
          placeholder="Short maintenance at 15:00"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <label className="hbd-field" htmlFor={`${id}-for`}>
        <span>For</span>
        <select id={`${id}-for`} value={minutes} onChange={(event) => setMinutes(Number(event.target.value))}>
          {MINUTES.map((value) => (
            <option key={value} value={value}>
              {value < 60 ? `${value} minutes` : value === 60 ? 'an hour' : `${value / 60} hours`}
            </option>
          ))}
        </select>
      </label>
      <p className="hbd-muted">
        {`${formatPeople(connections)} get it now, and everyone who connects until ${formatClock(now + minutes * 60_000).slice(0, 5)}. Pages of older versions do not show notices.`}
      </p>
    </Confirm>
  );
}
