'use client';
import type { ReactNode } from 'react';
import type { SettingsView } from '../../../admin/schemas/settings.js';
import { Confirm } from '../../actions/Confirm.js';
import { useOrder } from '../../actions/useOrder.js';
import { formatPeople } from '../../format.js';
import { useDashboard, useDashboardStore } from '../../state/context.js';
import { formatSetting, SETTINGS, type SettingKey } from '../settingWords.js';

/** Asks before what was set at run time is withdrawn. */
export function WithdrawDialog({
  name,
  settings,
  onClose,
}: {
  readonly name: SettingKey;
  readonly settings: SettingsView;
  readonly onClose: () => void;
}): ReactNode {
  const { client } = useDashboardStore();
  const connections = useDashboard(({ stats }) => stats?.connections ?? 0);
  const order = useOrder();
  const title = SETTINGS.find(({ key }) => key === name)?.title ?? name;
  const reaches = name === 'intervalMs' || name === 'timeoutMs';
  const withdraw = async (): Promise<void> => {
    if (await order.send(() => client.changeSettings({ [name]: null }, settings.version))) onClose();
  };
  return (
    <Confirm
      title={`Withdraw ${formatSetting(name, settings[name]?.value)}?`}
      action={`Withdraw the ${title.toLowerCase()}`}
      isBusy={order.isBusy}
      problem={order.says}
      onConfirm={() => void withdraw()}
      onCancel={onClose}
    >
      <p>
        {'The value of the environment, the file or the code applies again.'}
        {reaches &&
          ` ${formatPeople(connections)} are told of it without a reconnect; a large change is tried on some of them first.`}
      </p>
    </Confirm>
  );
}
