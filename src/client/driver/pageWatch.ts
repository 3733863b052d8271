import type { PageSignal } from '../../machine/event.js';
import type { PageState } from '../../machine/state.js';
import type { PageAdapter } from '../page.js';

/** Listens to the page only while a connection is wanted. */
export function createPageWatch(
  page: PageAdapter,
  tell: (signal: PageSignal) => void,
): (isWanted: boolean, known: PageState) => void {
  let isWatched = false;
  // Of an adapter without types there may be none.
  let stop: (() => void) | undefined;
  return (isWanted, known) => {
    if (isWanted === isWatched) return;
    isWatched = isWanted;
    stop?.();
    stop = isWanted ? page.subscribe(tell) : undefined;
    if (!isWanted) return;
    // The page may have changed before anything listened.
    if (page.isHidden() !== (known.hiddenAt !== null)) tell(page.isHidden() ? 'hidden' : 'visible');
    if (page.isOnline() !== known.isOnline) tell(page.isOnline() ? 'online' : 'offline');
  };
}
