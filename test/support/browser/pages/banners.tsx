import { createRoot } from 'react-dom/client';
import '../../../../src/components/styles.css';
import '../../../../src/components/panels.css';
import {
  ConnectionBanner,
  ConnectionIndicator,
  HeartbeatLog,
  HeartbeatSettings,
  LatencyMeter,
  OperatorNotice,
  ReconnectButton,
  RetryCountdown,
  SendStatus,
} from '../../../../src/components/index.js';
import { HeartbeatProvider } from '../../../../src/react/HeartbeatProvider.js';
import { EveryBanner, lost } from '../../../../stories/everyState.js';
import { outageRecords } from '../../../../stories/records.js';
import { scripted } from '../../../../stories/scripted.js';

// What the banner may say, the parts that stand alone, and a page for a banner to stand over: `?over=top` and so on.
const over = new URLSearchParams(location.search).get('over');
const socket = scripted(
  {
    ...lost,
    latency: { lastMs: 20, smoothedMs: 20, jitterMs: 2 },
    outbox: over ? null : { queuedCount: 1, unconfirmedCount: 0, droppedCount: 0 },
    delivery: { caughtUpCount: 0, inDoubtCount: 0, notSentCount: 1, result: null },
    notice: over ? null : { id: 'planned', level: 'warning', text: { en: 'Maintenance at noon' }, endsAt: null },
  },
  outageRecords,
);
Object.assign(window, { heartbeat: socket });

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <HeartbeatProvider socket={socket}>
      {over ? (
        <>
          <ConnectionBanner position={over as 'top'} foldAfterMs={Infinity} />
          <input id="first" aria-label="First" style={{ display: 'block', width: '100%' }} />
          <div style={{ height: 1_500 }} />
          <input id="middle" aria-label="Middle" style={{ display: 'block', width: '100%' }} />
          <div style={{ height: 1_500 }} />
          <input id="last" aria-label="Last" style={{ display: 'block', width: '100%' }} />
          <dialog aria-label="Settings">
            <input aria-label="Name" />
          </dialog>
        </>
      ) : (
        <>
          <EveryBanner />
          <p id="alone">
            <ConnectionIndicator /> <RetryCountdown ring /> <ReconnectButton /> <LatencyMeter /> <SendStatus />
          </p>
          <OperatorNotice />
          <HeartbeatSettings />
          <HeartbeatLog />
        </>
      )}
    </HeartbeatProvider>,
  );
}
