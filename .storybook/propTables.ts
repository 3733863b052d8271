// What the docs know of the components: their props with types, defaults and descriptions, read from the sources. The
// docgens that Storybook brings either need TypeScript's JavaScript API, which TypeScript 7 does not have, or write `union`.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

export interface PropRow {
  readonly name: string;
  readonly isRequired: boolean;
  /** As it is written in the source, without `undefined`; names of unions of words are replaced by the words. */
  readonly type: string;
  readonly description: string;
  /** As its `@default` says. */
  readonly defaultValue: string | null;
  /** What may be chosen, where the type is nothing but words. */
  readonly words: readonly string[] | null;
}

export interface ComponentDocs {
  readonly description: string;
  readonly props: readonly PropRow[];
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

interface Declared {
  readonly node: Node;
  readonly code: string;
  /** The doc comment before it. */
  readonly doc: string;
  readonly comments: readonly { readonly value: string; readonly end: number }[];
}

const sources = fileURLToPath(new URL('../src/', import.meta.url));

/** The text of a doc comment, and its `@default`. The example stays where it is, as code. */
function readDoc(comment: string): { text: string; defaultValue: string | null } {
  const lines = comment
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .join('\n')
    .trim();
  const defaultValue = /@default ([^\n]+)/.exec(lines)?.[1]?.trim() ?? null;
  const text = lines
    .replace(/\s*@default [^\n]+/, '')
    .replace(/@example ([^\n]+)/, '\n```tsx\n$1\n```')
    .trim();
  return { text, defaultValue };
}

/** Every interface, type and constant that the components' sources declare at the top of a file, by name. */
function readDeclarations(): Map<string, Declared> {
  const found = new Map<string, Declared>();
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /^(components|dashboard)\b.*\.tsx?$/.test(path),
  );
  for (const path of files.toSorted()) {
    const code = readFileSync(`${sources}${path}`, 'utf8');
    const { program, comments } = parseSync(path, code);
    for (const statement of program.body as unknown as Node[]) {
      const node = (statement['declaration'] ?? statement) as Node;
      const name = ((node['id'] ?? (node['declarations'] as Node[] | undefined)?.[0]?.['id']) as Node | undefined)?.[
        'name'
      ] as string | undefined;
      if (name) found.set(name, { node, code, comments, doc: docBefore(statement, code, comments) });
    }
  }
  return found;
}

function docBefore(node: Node, code: string, comments: Declared['comments']): string {
  const last = comments.findLast(({ end }) => end <= node.start && code.slice(end, node.start).trim() === '');
  return last?.value.startsWith('*') ? last.value : '';
}

const QUOTED = /^'[^']*'$/;

/** A type as a reader of the docs wants it. */
function writeType(node: Node, code: string, declared: ReadonlyMap<string, Declared>): string {
  if (node.type === 'TSUnionType') {
    const types = (node['types'] as Node[]).filter(({ type }) => type !== 'TSUndefinedKeyword');
    if (types.length > 1) return types.map((type) => writeType(type, code, declared)).join(' | ');
    const [only = node] = types;
    return writeType(only.type === 'TSParenthesizedType' ? (only['typeAnnotation'] as Node) : only, code, declared);
  }
  const text = code.slice(node.start, node.end).replaceAll(/\s+/g, ' ');
  const alias = declared.get(text)?.node['typeAnnotation'] as Node | undefined;
  const isWords =
    alias?.type === 'TSUnionType' && (alias['types'] as Node[]).every(({ type }) => type === 'TSLiteralType');
  return isWords ? writeType(alias, declared.get(text)?.code ?? '', declared) : text;
}

/** The members of an interface of ours, and of those of ours that it extends. What comes from React is in React's docs. */
function rowsOf(name: string, declared: ReadonlyMap<string, Declared>): PropRow[] {
  const source = declared.get(name);
  if (!source) return [];
  const { node, code, comments } = source;
  const body = (node['body'] as { body?: Node[] } | undefined)?.body ?? [];
  const own = body.flatMap((member): PropRow[] => {
    const annotation = (member['typeAnnotation'] as Node | undefined)?.['typeAnnotation'] as Node | undefined;
    if (member.type !== 'TSPropertySignature' || !annotation) return [];
    const { text, defaultValue } = readDoc(docBefore(member, code, comments));
    const type = writeType(annotation, code, declared);
    const words = type.split(' | ');
    return [
      {
        name: (member['key'] as Node)['name'] as string,
        isRequired: member['optional'] !== true,
        type,
        description: text,
        defaultValue,
        words: words.every((word) => QUOTED.test(word)) ? words.map((word) => word.slice(1, -1)) : null,
      },
    ];
  });
  const inherited = ((node['extends'] as Node[] | undefined) ?? []).flatMap((heritage) => {
    const [parent = '', ...given] = [
      heritage['expression'] as Node,
      ...((heritage['typeArguments'] as { params: Node[] } | null)?.params ?? []),
    ].map(({ start, end }) => code.slice(start, end));
    // `PartProps` is a type: React's attributes with `PartStyling<State>`.
    const rows = rowsOf(parent === 'PartProps' ? 'PartStyling' : parent, declared);
    return rows.map((row) => ({ ...row, type: row.type.replace(/\bState\b/, given.at(-1) ?? 'State') }));
  });
  return [...own, ...inherited];
}

/** Every component that has props of its own name, by its name. */
export function readPropTables(): Record<string, ComponentDocs> {
  const declared = readDeclarations();
  const tables: Record<string, ComponentDocs> = {};
  for (const [name, { node, doc }] of declared) {
    const isComponent = node.type === 'VariableDeclaration' || node.type === 'FunctionDeclaration';
    const props = isComponent ? rowsOf(`${name}Props`, declared) : [];
    if (props.length > 0) tables[name] = { description: readDoc(doc).text, props };
  }
  return tables;
}
