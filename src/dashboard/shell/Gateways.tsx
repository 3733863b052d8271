'use client';
import { useId, type ReactNode } from 'react';
import { formatCount, formatId } from '../format.js';
import { useDashboard } from '../state/context.js';
import { usePartStaleness } from '../state/useStaleness.js';

/** The gateways, each with its connections, the one that answers first. */
export function Gateways(): ReactNode {
  const title = useId();
  const stats = useDashboard((state) => state.stats);
  const status = useDashboard(({ drain }) => drain?.status ?? 'accepting');
  const { isOld } = usePartStaleness('stats');
  if (!stats) return null;
  const { gatewayId, connections, gateways = [] } = stats;
  const own = gateways.find((gateway) => gateway.gatewayId === gatewayId) ?? { gatewayId, connections };
  const others = gateways.filter((gateway) => gateway.gatewayId !== gatewayId);
  return (
    <div className="hbd-gateways" data-stale={isOld || undefined}>
      <h3 id={title}>{others.length === 0 ? 'Gateway' : `${others.length + 1} gateways`}</h3>
      <ul aria-labelledby={title}>
        {[{ ...own, status }, ...others].map((node) => (
          <li className="hbd-node" key={node.gatewayId}>
            <span className="hbd-dot" data-state={node.status === 'accepting' ? 'open' : 'degraded'} />
            <span className="hbd-id">{formatId(node.gatewayId)}</span>
            {node.status !== 'accepting' && <span className="hbd-muted">{node.status}</span>}
            <span className="hbd-value">{formatCount(node.connections)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
