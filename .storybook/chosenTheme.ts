import { dark, light } from './theme.js';

const DARK = '(prefers-color-scheme: dark)';

/** What the toolbar may say; by default the system decides. */
export type ThemeChoice = 'light' | 'dark' | 'system';

/** The toolbar's choice in the globals of an event or an address. */
export function toChoice(theme: unknown): ThemeChoice {
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

export const themeOf = (choice: ThemeChoice) =>
  choice === 'dark' || (choice === 'system' && matchMedia(DARK).matches) ? dark : light;

/** Calls back when the system turns to the dark or back. */
export function onSystemTheme(listener: () => void): () => void {
  const query = matchMedia(DARK);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** The choice that the page was opened with: `?globals=theme:dark`. */
export function choiceOfAddress(): ThemeChoice {
  const globals = new URLSearchParams(location.search).get('globals') ?? '';
  return toChoice(/(?:^|;)theme:(!?\w+)/.exec(globals)?.[1]);
}
