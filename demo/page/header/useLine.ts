import { useConnection } from 'heartbeat-socket';
import { useEffect } from 'react';

/** The heart-line: beating, flat and amber while there is hope, flat and red when nothing more will be tried. */
export type Line = 'alive' | 'waiting' | 'gone';

const ENDED = new Set(['failed', 'closed']);

/** The state of the line; the tab's icon follows it. */
export function useLine(): Line {
  const line = useConnection(({ status, connectedAt }): Line => {
    if (ENDED.has(status)) return 'gone';
    // Before the first connection nothing is wrong yet.
    return status === 'open' || status === 'degraded' || (status === 'connecting' && connectedAt === null)
      ? 'alive'
      : 'waiting';
  });
  useEffect(() => {
    document.querySelector('link[rel="icon"]')?.setAttribute('href', `/icon-${line}.svg`);
  }, [line]);
  return line;
}
