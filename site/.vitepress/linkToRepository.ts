import { dirname, join, normalize } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import { documents, toRoute } from './guides.js';

const REPOSITORY = 'https://github.com/heartbeat-socket/heartbeat-socket/blob/main';
const pages = new Map(documents.map(({ file }) => [file, toRoute(file)]));

/** The anchors that GitHub gives to headings, as the documents are read there, too. */
export const slugify = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

/** Where a link of a document leads on the site: to a page of it, or to the file in the repository. */
function toSite(href: string, from: string): string {
  if (/^(?:[a-z]+:|[#/])/i.test(href)) return href;
  const [path = '', anchor] = href.split('#');
  const file = normalize(join(dirname(from), path));
  if (file.startsWith('site/api/')) return href;
  return (pages.get(file) ?? `${REPOSITORY}/${file}`) + (anchor === undefined ? '' : `#${anchor}`);
}

/** Links in the documents are those of the repository, where they are read first. */
export function linkToRepository(markdown: MarkdownRenderer, root: string): void {
  markdown.core.ruler.push('link-to-repository', ({ tokens, env }) => {
    const from = (env as { path: string }).path.slice(root.length);
    for (const token of tokens.flatMap((block) => [block, ...(block.children ?? [])])) {
      const href = token.type === 'link_open' ? token.attrGet('href') : null;
      if (href !== null) token.attrSet('href', toSite(href, from));
      // Vue takes a path for one of a file only when it begins with a dot.
      if (token.type.startsWith('html_'))
        token.content = token.content.replaceAll(/\b(src|srcset)="(?![a-z]+:|[./])/g, '$1="./');
    }
  });
}
