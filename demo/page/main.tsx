import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import 'heartbeat-socket/styles.css';
import 'heartbeat-socket/panels.css';
import { App } from './App.js';
import './styles/tokens.css';
import './styles/type.css';
import './styles/page.css';
import './styles/header.css';
import './styles/faults.css';
import './styles/pulse.css';
import './styles/pane.css';
import './styles/messages.css';
import './styles/composer.css';
import './styles/log.css';
import './styles/adopt.css';
import './styles/short.css';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
