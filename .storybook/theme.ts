import { create, type ThemeVars } from 'storybook/theming';
import { wordmark } from './brand.js';

const common = {
  brandTitle: 'heartbeat-socket',
  brandUrl: './',
  brandTarget: '_self',
  fontBase:
    '"Inter Variable", Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", "Helvetica Neue", sans-serif',
  fontCode: '"JetBrains Mono", ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
  appBorderRadius: 10,
  inputBorderRadius: 8,
  // White on it has a contrast of 5.2 : 1, in the light and in the dark.
  colorPrimary: '#0b7d53',
  colorSecondary: '#0b7d53',
  textInverseColor: '#ffffff',
} as const;

/** One theme for the manager and the docs, in the light. */
export const light: ThemeVars = create({
  base: 'light',
  ...common,
  brandImage: wordmark('#111214', '#ffffff', '#0b7d53'),
  appBg: '#f4f4f5',
  appContentBg: '#ffffff',
  appPreviewBg: '#fafafa',
  appHoverBg: '#1112140f',
  appBorderColor: '#e4e4e7',
  textColor: '#111214',
  textMutedColor: '#5c6068',
  barBg: '#ffffff',
  barTextColor: '#5c6068',
  barHoverColor: '#111214',
  barSelectedColor: '#0b7d53',
  buttonBg: '#f4f4f5',
  buttonBorder: '#e4e4e7',
  booleanBg: '#f4f4f5',
  booleanSelectedBg: '#ffffff',
  inputBg: '#ffffff',
  inputBorder: '#8b9099',
  inputTextColor: '#111214',
});

/** And in the dark. */
export const dark: ThemeVars = create({
  base: 'dark',
  ...common,
  brandImage: wordmark('#f3f4f6', '#131417', '#3ddc97'),
  appBg: '#0a0b0d',
  appContentBg: '#131417',
  appPreviewBg: '#0a0b0d',
  appHoverBg: '#ffffff12',
  appBorderColor: '#2a2c31',
  textColor: '#f3f4f6',
  textMutedColor: '#9ca2ac',
  barBg: '#131417',
  barTextColor: '#9ca2ac',
  barHoverColor: '#f3f4f6',
  barSelectedColor: '#3ddc97',
  buttonBg: '#1c1d21',
  buttonBorder: '#2a2c31',
  booleanBg: '#0a0b0d',
  booleanSelectedBg: '#2a2c31',
  inputBg: '#0a0b0d',
  inputBorder: '#6b717b',
  inputTextColor: '#f3f4f6',
});
