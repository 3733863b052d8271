import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPropTables } from '../../.storybook/propTables.js';
import { readSourceFiles, repository } from './sourceFiles.js';

const tables = readPropTables();
const read = (path: string): string => readFileSync(join(repository, path), 'utf8');

/** Every entry that exports components. */
const ENTRIES = ['components', 'components/latency-chart', 'components/heartbeat-devtools', 'dashboard'];
/** Exported `XProps`, where there is a component `X` beside it. */
const components = ENTRIES.flatMap((entry) => {
  const index = read(`src/${entry}/index.ts`);
  return [...index.matchAll(/\b(\w+)Props\b/g)]
    .map(([, name = '']) => name)
    .filter((name) => new RegExp(`(?:\\{|^) *${name}\\b`, 'm').test(index));
});

/** The names in `interface XProps`, found without a parser. */
function propsInSource(component: string): string[] {
  for (const { path } of readSourceFiles()) {
    const body = new RegExp(`^export interface ${component}Props\\b[^{]*\\{\\n(.*?)^\\}`, 'ms').exec(read(path))?.[1];
    if (body) return [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??:/gm)].map(([, name = '']) => name);
  }
  return [];
}

describe('the tables of props in the docs', () => {
  it('are of all components', () => {
    expect(components).toHaveLength(13);
    expect(Object.keys(tables)).toEqual(expect.arrayContaining(components));
  });

  it.each(components)('have every prop of %s, with its type and a description', (component) => {
    const { description, props } = tables[component] ?? { description: '', props: [] };
    expect(description).not.toBe('');
    expect(props.map(({ name }) => name)).toEqual(expect.arrayContaining(propsInSource(component)));
    expect(props.filter((row) => row.type === '' || row.type === 'union' || row.description === '')).toEqual([]);
  });

  it('write words out, and say defaults and what may be left out', () => {
    const row = (component: string, prop: string) => tables[component]?.props.find(({ name }) => name === prop);
    expect(row('ConnectionBanner', 'position')).toMatchObject({
      type: "'top' | 'bottom' | 'corner' | 'inline' | 'push'",
      words: ['top', 'bottom', 'corner', 'inline', 'push'],
      defaultValue: "'top'",
      isRequired: false,
    });
    expect(row('HeartbeatDashboard', 'client')).toMatchObject({ type: 'AdminClient', isRequired: true });
    expect(row('ConnectionBanner', 'onSignIn')?.type).toBe('() => void');
    expect(row('LatencyMeter', 'className')?.type).toBe('string | ((state: LatencyMeterState) => string | undefined)');
  });
});
