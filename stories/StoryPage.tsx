import { StrictMode, useLayoutEffect, type ReactNode } from 'react';
import { HeartbeatLabelsProvider } from '../src/components/index.js';
import { HeartbeatProvider } from '../src/react/HeartbeatProvider.js';
import type { ScriptedSocket } from '../src/testing/createScriptedSocket.js';
import { languages } from './languages.js';

interface StoryPageProps {
  theme: string;
  direction: string;
  locale: string;
  motion: string;
  zoom: string;
  socket: ScriptedSocket;
  children?: ReactNode;
}

/** Wraps every story in StrictMode, in its connection, and in what the toolbar chose. */
export function StoryPage({ theme, direction, locale, motion, zoom, socket, children }: StoryPageProps) {
  useLayoutEffect(() => {
    const { documentElement: root } = document;
    if (theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
    // A page cannot change the person's own setting, so an attribute stands for it.
    root.dataset['motion'] = motion;
    root.dir = locale === 'ar' ? 'rtl' : direction;
    root.lang = locale;
    root.style.setProperty('zoom', zoom);
  }, [theme, direction, locale, motion, zoom]);
  const labels = languages[locale as keyof typeof languages] ?? languages.en;
  return (
    <StrictMode>
      <HeartbeatLabelsProvider labels={labels}>
        <HeartbeatProvider socket={socket}>{children}</HeartbeatProvider>
      </HeartbeatLabelsProvider>
    </StrictMode>
  );
}
