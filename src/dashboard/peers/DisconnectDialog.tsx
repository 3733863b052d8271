'use client';
import type { ReactNode } from 'react';
import type { PeerView } from '../../admin/schemas/peers.js';
import { Confirm } from '../actions/Confirm.js';
import { useOrder } from '../actions/useOrder.js';
import { formatId } from '../format.js';
import { useDashboardStore } from '../state/context.js';

/** Asks before one person is disconnected. */
export function DisconnectDialog({
  peer,
  onClose,
}: {
  readonly peer: Pick<PeerView, 'id' | 'remote' | 'client'>;
  readonly onClose: () => void;
}): ReactNode {
  const { client } = useDashboardStore();
  const order = useOrder();
  const disconnect = async (): Promise<void> => {
    if (await order.send(() => client.disconnect(peer.id))) onClose();
  };
  return (
    <Confirm
      title={`Disconnect ${formatId(peer.id)}?`}
      action="Disconnect 1 person"
      isBusy={order.isBusy}
      problem={order.says}
      onConfirm={() => void disconnect()}
      onCancel={onClose}
    >
      <p>
        {`This is one connection, from ${peer.remote}${peer.client ? ` with ${peer.client}` : ''}. The person sees our banner for a moment, and the client comes back by itself: this does not keep anyone out.`}
      </p>
    </Confirm>
  );
}
