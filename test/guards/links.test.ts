import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDocuments } from './readDocuments.js';
import { repository } from './sourceFiles.js';

const withoutCode = (markdown: string): string =>
  markdown
    .replaceAll(/^( *```)[^\n]*\n[\s\S]*?^\1$/gm, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, ''));

/** What a markdown text links to, and shows, in this repository. */
function targetsOf(markdown: string): string[] {
  const text = withoutCode(markdown);
  return [/\]\(([^)\s]+)\)/g, /^\[[^\]]+\]: (\S+)$/gm, /\b(?:src|srcset|href)="([^"]+)"/g]
    .flatMap((pattern) => [...text.matchAll(pattern)].map(([, target = '']) => target))
    .filter((target) => !/^[a-z]+:/i.test(target));
}

/** The anchors that GitHub gives to the headings of a text. */
function anchorsOf(markdown: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of withoutFences(markdown).matchAll(/^#{1,6} (.+)$/gm)) {
    const slug = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-');
    let name = slug;
    for (let count = 1; anchors.has(name); count += 1) name = `${slug}-${count}`;
    anchors.add(name);
  }
  return anchors;
}

const withoutFences = (markdown: string): string => markdown.replaceAll(/^( *```)[^\n]*\n[\s\S]*?^\1$/gm, '');

describe('links', () => {
  it('are found in text, in lists of references and in HTML, and not in code', () => {
    const markdown =
      '[a](b.md#c) ![d](e.png) `[f](g)` <img src="h.png" />\n\n```md\n[i](j)\n```\n\n[k]: l.md\n[m](https://n.example)';
    expect(targetsOf(markdown)).toEqual(['b.md#c', 'e.png', 'l.md', 'h.png']);
    expect([...anchorsOf('# A `b`, c\n\n## Is my work safe?\n\n## A b c')]).toEqual([
      'a-b-c',
      'is-my-work-safe',
      'a-b-c-1',
    ]);
  });

  it('of every document lead to a file that exists, and to a heading that it has', () => {
    const documents = readDocuments();
    const anchors = new Map(documents.map(({ path, text }) => [path, anchorsOf(text)]));
    const links = documents.flatMap(({ path, text }) => targetsOf(text).map((target) => ({ path, target })));
    expect(links.length).toBeGreaterThan(80);
    const broken = links.filter(({ path, target }) => {
      const [file = '', anchor] = target.split('#');
      const to = file === '' ? path : normalize(join(dirname(path), decodeURIComponent(file)));
      if (to.startsWith('..') || !existsSync(join(repository, to))) return true;
      return anchor !== undefined && anchors.has(to) && !anchors.get(to)?.has(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('every guide is on the site', () => {
    const groups = JSON.parse(readFileSync(join(repository, 'site/guides.json'), 'utf8')) as {
      items: { file: string }[];
    }[];
    const listed = groups.flatMap(({ items }) => items.map(({ file }) => file));
    expect(listed.filter((file) => !existsSync(join(repository, file)))).toEqual([]);
    const guides = readDocuments().map(({ path }) => path);
    expect(guides.filter((path) => /^(?:docs|examples)\/[\w-]+\.md$/.test(path) && !listed.includes(path))).toEqual([]);
  });
});
