import { createRoot } from 'react-dom/client';
import '../../../../src/components/styles.css';
import { ConnectionIndicator, HeartbeatProvider, OperatorNotice } from '../../../../src/index.js';

const query = new URLSearchParams(location.search);
document.documentElement.lang = query.get('lang') ?? 'en';
createRoot(document.querySelector('#root') as HTMLElement).render(
  <HeartbeatProvider url={query.get('url') ?? ''}>
    <OperatorNotice />
    <ConnectionIndicator />
  </HeartbeatProvider>,
);
