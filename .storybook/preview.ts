import type { Preview } from '@storybook/react-vite';
import { createElement } from 'react';
import '../src/components/styles.css';
import '../src/components/panels.css';
import type { ScriptedSocket } from '../src/testing/createScriptedSocket.js';
import { languages } from '../stories/languages.js';
import { scripted } from '../stories/scripted.js';
import { StoryPage } from '../stories/StoryPage.js';
import './preview.css';

const preview: Preview = {
  tags: ['autodocs'],
  parameters: {
    // Violations fail the run, which test/guards/a11yCanary.test.ts checks.
    a11y: { test: 'error' },
    controls: { expanded: true, exclude: ['socket', 'ref'] },
    options: {
      storySort: {
        order: ['Introduction', 'Guides', 'Break it', 'Chaos playground', 'ConnectionBanner', 'Whole outage'],
      },
    },
    layout: 'centered',
  },
  globalTypes: {
    theme: {
      description: 'Theme',
      toolbar: { title: 'Theme', icon: 'contrast', items: ['light', 'dark', 'system'], dynamicTitle: true },
    },
    locale: {
      description: 'Language',
      toolbar: { title: 'Language', icon: 'globe', items: Object.keys(languages), dynamicTitle: true },
    },
    motion: {
      description: 'Motion',
      toolbar: { title: 'Motion', icon: 'lightning', items: ['full', 'reduced'], dynamicTitle: true },
    },
    zoom: {
      description: 'Zoom',
      toolbar: { title: 'Zoom', icon: 'zoom', items: ['100%', '200%', '400%'], dynamicTitle: true },
    },
    direction: {
      description: 'Direction',
      toolbar: { title: 'Direction', icon: 'transfer', items: ['ltr', 'rtl'], dynamicTitle: true },
    },
  },
  initialGlobals: { theme: 'system', direction: 'ltr', locale: 'en', motion: 'full', zoom: '100%' },
  // Each story gets a scripted connection of its own whenever it is shown: no network, and no state of another story.
  loaders: [({ parameters }) => ({ socket: scripted(parameters['snapshot'], parameters['records']) })],
  decorators: [
    (Story, { globals, loaded }) =>
      createElement(
        StoryPage,
        {
          theme: String(globals['theme']),
          direction: String(globals['direction']),
          locale: String(globals['locale']),
          motion: String(globals['motion']),
          zoom: String(globals['zoom']),
          socket: loaded['socket'] as ScriptedSocket,
        },
        createElement(Story),
      ),
  ],
};

export default preview;
