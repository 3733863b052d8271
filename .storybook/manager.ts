import { GLOBALS_UPDATED, SET_GLOBALS } from 'storybook/internal/core-events';
import { addons } from 'storybook/manager-api';
import { choiceOfAddress, onSystemTheme, themeOf, toChoice } from './chosenTheme.js';

let choice = choiceOfAddress();

addons.setConfig({
  theme: themeOf(choice),
  sidebar: { showRoots: true },
  // What an addon says of a story is one click away; the story has the room.
  showPanel: true,
});

// The frame around the stories follows the toolbar, as they do.
addons.register('heartbeat-socket/theme', (api) => {
  const show = (): void => {
    api.setOptions({ theme: themeOf(choice) });
    const { style, dataset } = document.documentElement;
    style.colorScheme = themeOf(choice).base;
    if (themeOf(choice).base === 'dark') dataset['dark'] = '';
    else delete dataset['dark'];
  };
  const follow = ({ globals }: { globals: Record<string, unknown> }): void => {
    choice = toChoice(globals['theme']);
    show();
  };
  api.on(SET_GLOBALS, follow);
  api.on(GLOBALS_UPDATED, follow);
  onSystemTheme(show);
  show();
});
