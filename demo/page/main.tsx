import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import 'heartbeat-socket/styles.css';
import 'heartbeat-socket/panels.css';
import { App } from './App.js';
import './styles/page.css';
import './styles/panels.css';
import './styles/chat.css';
import './styles/eventLog.css';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
