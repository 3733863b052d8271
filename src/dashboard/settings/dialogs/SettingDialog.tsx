'use client';
import { useId, useState, type ReactNode } from 'react';
import { LOG_LEVELS } from '../../../admin/schemas/settingValues.js';
import type { SettingsPatch, SettingsView } from '../../../admin/schemas/settings.js';
import { Confirm } from '../../actions/Confirm.js';
import { useOrder } from '../../actions/useOrder.js';
import { useDashboardStore } from '../../state/context.js';
import { ReasonField } from '../ReasonField.js';
import { formatSetting, type SettingKey } from '../settingWords.js';

/** The settings that have a dialog: interval and timeout are set beside what they cost. */
export type DialogKey = Extract<SettingKey, 'admitPerSecond' | 'logLevel'>;

const TITLES = { admitPerSecond: 'Connections admitted a second', logLevel: 'What reaches the log' };
const WHAT_FOR = {
  admitPerSecond:
    'Upgrades above it get 503 and come back a little later. A drain takes longer with a smaller number, so give all gateways behind one address the same.',
  logLevel: 'The least important records that the logger gets. At debug, every ping and pong is one.',
};

/** Changes one setting that clients are not told, with a reason. */
export function SettingDialog({
  name,
  settings,
  onClose,
}: {
  readonly name: DialogKey;
  readonly settings: SettingsView;
  readonly onClose: () => void;
}): ReactNode {
  const { client } = useDashboardStore();
  const now = settings[name]?.value ?? null;
  const [typed, setTyped] = useState(now === null ? '' : String(now));
  const [reason, setReason] = useState('');
  const order = useOrder();
  const id = useId();
  const patch = toPatch(name, typed, now);
  const send = async (change: SettingsPatch): Promise<void> => {
    const why = reason.trim();
    const whole = { ...change, ...(why !== '' && { reason: why }) };
    if (await order.send(() => client.changeSettings(whole, settings.version))) onClose();
  };
  return (
    <Confirm
      title={TITLES[name]}
      action={patch ? `Set ${formatSetting(name, patch[name])}` : 'Set'}
      isReady={patch !== null}
      isBusy={order.isBusy}
      problem={order.says}
      onConfirm={() => patch && void send(patch)}
      onCancel={onClose}
    >
      <p>{WHAT_FOR[name]}</p>
      <label className="hbd-field" htmlFor={id}>
        <span>{`Now ${formatSetting(name, now)}`}</span>
        {name === 'logLevel' ? (
          <select id={id} value={typed} onChange={(event) => setTyped(event.target.value)}>
            {LOG_LEVELS.map((level) => (
              <option key={level}>{level}</option>
            ))}
          </select>
        ) : (
          <input
            id={id}
            className="hbd-text"
            inputMode="numeric"
            autoComplete="off"
            value={typed}
            aria-invalid={typed !== '' && parseCount(typed) === null ? true : undefined}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </label>
      <ReasonField reason={reason} onReason={setReason} />
    </Confirm>
  );
}

/** A whole number as typed, thousands apart or not; null for other text. */
function parseCount(text: string): number | null {
  const digits = text.replaceAll(/[\s\u00a0,.']/g, '');
  return /^\d{1,9}$/.test(digits) && Number(digits) > 0 ? Number(digits) : null;
}

function toPatch(name: DialogKey, typed: string, now: number | string | null): Pick<SettingsPatch, DialogKey> | null {
  if (name === 'admitPerSecond') {
    const count = parseCount(typed);
    return count === null || count === now ? null : { admitPerSecond: count };
  }
  const level = LOG_LEVELS.find((one) => one === typed);
  return level === undefined || level === now ? null : { logLevel: level };
}
