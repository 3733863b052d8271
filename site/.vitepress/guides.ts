import { readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DefaultTheme } from 'vitepress';
import groups from '../guides.json' with { type: 'json' };

/** Where the document of the repository is on the site. */
export function toRoute(file: string): string {
  if (file === 'README.md') return '/';
  const folder = dirname(file);
  const name = basename(file, '.md');
  if (name === 'README') return `/${folder}`;
  return folder === 'docs' || folder === '.' ? `/${name}` : `/${folder.replace(/^site\//, '')}/${name}`;
}

/** Every document, in the order of `guides.json`. */
export const documents: readonly { readonly text: string; readonly file: string }[] = groups.flatMap(
  ({ items }) => items,
);

/** The entries whose reference `npm run api` has made. */
function entries(): DefaultTheme.SidebarItem[] {
  const names = readdirSync(fileURLToPath(new URL('../api', import.meta.url))).filter((name) => name !== 'index.md');
  return names.map((name) => ({ text: basename(name, '.md'), link: `/api/${basename(name, '.md')}` }));
}

export const sidebar = (): DefaultTheme.SidebarItem[] => [
  ...groups.map(({ text, items }) => ({
    text,
    items: items.map((item) => ({ text: item.text, link: toRoute(item.file) })),
  })),
  { text: 'Reference', link: '/api/', collapsed: true, items: entries() },
];
