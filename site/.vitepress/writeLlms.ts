import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import groups from '../guides.json' with { type: 'json' };
import { toRoute } from './guides.js';

/** The first paragraph of a document, without its links and pictures. */
const summary = (text: string): string =>
  (
    text
      .replace(/^# .*$/m, '')
      .split(/\n{2,}/)
      .map((paragraph) => paragraph.trim())
      .find((paragraph) => /^[A-Z]/.test(paragraph)) ?? ''
  )
    .replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replaceAll(/\s+/g, ' ');

/** Writes `llms.txt`, which lists the pages for programs that read, and `llms-full.txt`, which has all of them. */
export function writeLlms(root: string, outDir: string, origin: string): void {
  const read = (file: string): string => readFileSync(join(root, file), 'utf8');
  const lines = groups.flatMap(({ text, items }) => [
    `\n## ${text}\n`,
    ...items.map((item) => `- [${item.text}](${origin}${toRoute(item.file)}): ${summary(read(item.file))}`),
  ]);
  const head = `# heartbeat-socket\n\n> ${summary(read('README.md'))}\n\nAll pages in one file: ${origin}/llms-full.txt\n`;
  writeFileSync(join(outDir, 'llms.txt'), `${head}${lines.join('\n')}\n`);
  const files = groups.flatMap(({ items }) => items.map(({ file }) => `<!-- ${file} -->\n\n${read(file).trim()}\n`));
  writeFileSync(join(outDir, 'llms-full.txt'), files.join('\n'));
}
