import type { ConnectionCause } from '../../protocol/events.js';
import type { PageState, Session } from '../state.js';

/** What a missing network looks like from here. */
const LOOKS_OFFLINE: readonly ConnectionCause[] = ['closed', 'heartbeat-timeout', 'connect-error', 'connect-timeout'];

/** Whether a loss is the network's: the browser says that it is offline, and the loss looks like it. */
export const isNetworkLoss = (cause: ConnectionCause, page: PageState): boolean =>
  !page.isOnline && LOOKS_OFFLINE.includes(cause);

/** Whether the outage is the network's, and the browser still says so. */
export const isOffline = ({ outage, page }: Session): boolean => outage?.cause === 'network-offline' && !page.isOnline;
