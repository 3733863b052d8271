import type { Preview } from '@storybook/react-vite';
import { createElement } from 'react';
import '../src/components/styles.css';
import '../src/components/panels.css';
import type { ScriptedSocket } from '../src/testing/createScriptedSocket.js';
import { languages } from '../stories/languages.js';
import { argTypesOf, descriptionOf } from './docsOf.js';
import { ComponentPage, DocsPage } from './DocsPage.js';
import { scripted } from '../stories/scripted.js';
import { StoryPage } from '../stories/StoryPage.js';
import './preview.css';

/** The items of a menu in the toolbar: what a choice is called, by its value. */
const titled = (titles: Readonly<Record<string, string>>) =>
  Object.entries(titles).map(([value, title]) => ({ value, title }));

const LANGUAGES: Record<keyof typeof languages, string> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  ja: '日本語',
  zh: '中文',
  ar: 'العربية',
};

const preview: Preview = {
  tags: ['autodocs'],
  parameters: {
    // Violations fail the run, which test/guards/a11yCanary.test.ts checks.
    a11y: { test: 'error' },
    controls: { expanded: true, disableSaveFromUI: true },
    docs: {
      container: DocsPage,
      page: ComponentPage,
      extractArgTypes: argTypesOf,
      extractComponentDescription: descriptionOf,
    },
    options: {
      storySort: {
        order: [
          'Start',
          ['Introduction', 'Break it', 'Whole outage', 'Chaos playground', 'Bring your own client'],
          'Parts',
          [
            'ConnectionBanner',
            'RetryCountdown',
            'ReconnectButton',
            'ConnectionIndicator',
            'SendStatus',
            'OperatorNotice',
            'LatencyMeter',
            'LatencyChart',
            'HeartbeatLog',
            'HeartbeatSettings',
            'HeartbeatDevtools',
          ],
          'Guides',
          'Dashboard',
        ],
      },
    },
    layout: 'centered',
    // The page is paper in the theme of the toolbar; a grid or another paper on top of it says nothing.
    backgrounds: { disable: true },
  },
  globalTypes: {
    theme: {
      description: 'Theme',
      toolbar: {
        title: 'Theme',
        icon: 'contrast',
        items: titled({ light: 'Light', dark: 'Dark', system: 'System' }),
        dynamicTitle: true,
      },
    },
    locale: {
      description: 'Language',
      toolbar: { title: 'Language', icon: 'globe', items: titled(LANGUAGES), dynamicTitle: true },
    },
    motion: {
      description: 'Motion',
      toolbar: {
        title: 'Motion',
        icon: 'lightning',
        items: titled({ full: 'Full motion', reduced: 'Reduced motion' }),
        dynamicTitle: true,
      },
    },
    zoom: {
      description: 'Zoom',
      toolbar: {
        title: 'Zoom',
        icon: 'zoom',
        items: titled({ '100%': '100 %', '200%': '200 %', '400%': '400 %' }),
        dynamicTitle: true,
      },
    },
    direction: {
      description: 'Direction',
      toolbar: {
        title: 'Direction',
        icon: 'transfer',
        items: titled({ ltr: 'Left to right', rtl: 'Right to left' }),
        dynamicTitle: true,
      },
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
