import type { ArgTypes } from '@storybook/react-vite';
import propTables from 'virtual:prop-tables';
import type { PropRow } from './propTables.js';

/** The name of a component, which may be one of `forwardRef`. */
function nameOf(component: unknown): string {
  const { displayName, name, render } = component as Partial<Record<'displayName' | 'name', string>> & {
    render?: { name?: string };
  };
  return displayName ?? name ?? render?.name ?? '';
}

/** What a control can set. Other types, such as a connection or a function, have none. */
function controlOf({ type, words }: PropRow): Pick<ArgTypes[string], 'control' | 'options'> {
  if (words) return { control: { type: words.length > 5 ? 'select' : 'inline-radio' }, options: [...words] };
  if (type === 'boolean' || type === 'number') return { control: { type } };
  return type.startsWith('string') ? { control: { type: 'text' } } : { control: { disable: true } };
}

/** The table of a component's props. */
export function argTypesOf(component: unknown): ArgTypes {
  const props = propTables[nameOf(component)]?.props ?? [];
  return Object.fromEntries(
    props.map((row) => [
      row.name,
      {
        name: row.name,
        description: row.description,
        type: { name: 'other', value: row.type, required: row.isRequired },
        table: {
          type: { summary: row.type },
          ...(row.defaultValue !== null && { defaultValue: { summary: row.defaultValue } }),
        },
        ...controlOf(row),
      },
    ]),
  );
}

/** What its doc comment says. */
export function descriptionOf(component: unknown): string {
  return propTables[nameOf(component)]?.description ?? '';
}
