import {
  Controls,
  Description,
  DocsContainer,
  Primary,
  Stories,
  Title,
  useOf,
  type DocsContainerProps,
} from '@storybook/addon-docs/blocks';
import { useLayoutEffect, useSyncExternalStore, type PropsWithChildren } from 'react';
import { GLOBALS_UPDATED, SET_GLOBALS } from 'storybook/internal/core-events';
import { addons } from 'storybook/preview-api';
import { choiceOfAddress, onSystemTheme, themeOf, toChoice } from './chosenTheme.js';

let choice = choiceOfAddress();

/** The toolbar and the system; also what was chosen while no page of the docs was open. */
function subscribe(listener: () => void): () => void {
  const channel = addons.getChannel();
  const follow = ({ globals }: { globals: Record<string, unknown> }): void => {
    choice = toChoice(globals['theme']);
    listener();
  };
  channel.on(SET_GLOBALS, follow);
  channel.on(GLOBALS_UPDATED, follow);
  const leave = onSystemTheme(listener);
  return () => {
    channel.off(SET_GLOBALS, follow);
    channel.off(GLOBALS_UPDATED, follow);
    leave();
  };
}

/** Every page of the docs, in the theme of the manager around it. */
export function DocsPage({ children, ...props }: PropsWithChildren<DocsContainerProps>) {
  const theme = useSyncExternalStore(subscribe, () => themeOf(choice));
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    if (choice === 'system') delete dataset['theme'];
    else dataset['theme'] = choice;
    document.documentElement.style.colorScheme = theme.base;
  }, [theme]);
  return (
    <DocsContainer {...props} theme={theme}>
      {children}
    </DocsContainer>
  );
}

/**
 * The page of a component: what it is, every state of it, its props, and then what can be played with. Stories whose
 * controls are off have no props worth a table.
 */
export function ComponentPage() {
  const { preparedMeta } = useOf('meta', ['meta']);
  const { controls } = preparedMeta.parameters as { controls?: { disable?: boolean } };
  return (
    <>
      <Title />
      <Description of="meta" />
      <Primary />
      {!controls?.disable && <Controls />}
      <Stories title="One by one" includePrimary={false} />
    </>
  );
}
