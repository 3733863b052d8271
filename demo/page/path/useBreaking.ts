import type { HeartbeatSocket } from 'heartbeat-socket';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { PlainChat } from '../plain/usePlainChat.js';
import { untilUp } from '../kit/untilUp.js';
import type { Breakage, Path } from './createPath.js';
import type { FaultName } from './faults.js';

/** A fault that is on, and for how long. */
interface Active {
  readonly fault: FaultName;
  readonly forMs: number;
}

/** The buttons: what is on, what they do, and why the last press did nothing. */
export interface Breaking {
  readonly active: Active | null;
  readonly note: string;
  /** Breaks the path, or mends it where this fault is on. */
  readonly press: (fault: FaultName) => void;
}

/**
 * Both panes begin each story alive: a plain socket that an earlier one has killed is reloaded first, and the kit's
 * connection is waited for.
 */
export function useBreaking(
  path: Path,
  socket: HeartbeatSocket,
  plain: Pick<PlainChat, 'reload'> & { readonly isDead: boolean },
  begin: (breakage: Breakage | null) => void,
): Breaking {
  const [active, setActive] = useState<Active | null>(null);
  const [note, setNote] = useState('');
  const isBusy = useRef(false);

  useEffect(() => {
    if (!active) return undefined;
    const timer = setTimeout(() => setActive(null), active.forMs);
    return () => clearTimeout(timer);
  }, [active]);

  const act = useCallback(
    async (fault: FaultName): Promise<void> => {
      await path.heal();
      setActive(null);
      if (active?.fault === fault) return;
      if (plain.isDead) await plain.reload();
      if (!(await untilUp(socket))) return setNote('The connection is not back yet. Wait a moment.');
      // Before the order goes out: a connection may close before the answer to it has come.
      begin({ fault, at: Date.now() });
      const forMs = await path.breakIt(fault);
      if (typeof forMs === 'string') {
        begin(null);
        return setNote(forMs);
      }
      setNote('');
      setActive({ fault, forMs });
    },
    [path, socket, plain, begin, active],
  );

  const press = useCallback(
    (fault: FaultName): void => {
      if (isBusy.current) return;
      isBusy.current = true;
      void act(fault).finally(() => {
        isBusy.current = false;
      });
    },
    [act],
  );

  // The path was broken to use up the attempts, and they are used up.
  useEffect(
    () =>
      socket.onEvent(({ kind }) => {
        if (kind !== 'retry.exhausted') return;
        setActive(null);
        void path.heal();
      }),
    [path, socket],
  );

  return { active, note, press };
}
