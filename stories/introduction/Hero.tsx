import { ConnectionBanner } from '../../src/components/index.js';
import { HeartbeatProvider } from '../../src/react/index.js';
import './introduction.css';
import { Pulse } from './Pulse.js';
import { useScene } from './useScene.js';

/** A connection to break: the real client, and a gateway in this page. */
export function Hero() {
  const scene = useScene();
  return (
    <div className="scene sb-unstyled">
      {scene && (
        <HeartbeatProvider socket={scene.socket}>
          <div className="scene-banner">
            <ConnectionBanner position="inline" hotkey={null} />
          </div>
          <Pulse socket={scene.socket} />
        </HeartbeatProvider>
      )}
      <div className="scene-acts">
        <button type="button" onClick={scene?.silence}>
          Silence it
        </button>
        <button type="button" onClick={scene?.restart}>
          Restart the server
        </button>
        <button type="button" onClick={scene?.goOffline}>
          Go offline
        </button>
        <button type="button" onClick={scene?.useUpAttempts}>
          Use up attempts
        </button>
      </div>
    </div>
  );
}
