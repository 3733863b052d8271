import type { HeartbeatSocket } from 'heartbeat-socket';
import { CopyButton } from '../adopt/CopyButton.js';
import { PLACES } from '../adopt/places.js';
import { useLine } from './useLine.js';
import { Wordmark } from './Wordmark.js';

const INSTALL = 'npm i heartbeat-socket';

export function Header({ socket }: { socket: HeartbeatSocket }) {
  return (
    <header className="top column">
      <Wordmark socket={socket} line={useLine()} />
      <nav aria-label="More">
        <a href={PLACES.docs}>Docs</a>
        <a href={PLACES.storybook}>Storybook</a>
        <a href={PLACES.dashboard}>Dashboard</a>
      </nav>
      <CopyButton text={INSTALL} className="install">
        {INSTALL}
      </CopyButton>
    </header>
  );
}
