import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../src/components/styles.css';
import '../src/dashboard/dashboard.css';
import './page.css';
import { App } from './App.js';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
