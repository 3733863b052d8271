import { createRequire } from 'node:module';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const folder = join(repository, '.cache/react-18');
const require = createRequire(import.meta.url);

/** What the tests import, where it comes from when React is 18.2, and its names: CommonJS does not tell them to Vite. */
const MODULES: Readonly<Record<string, readonly [from: string, names: readonly string[]]>> = {
  react: ['react-18', Object.keys(require('react-18') as object)],
  'react/jsx-runtime': ['react-18/jsx-runtime', ['Fragment', 'jsx', 'jsxs']],
  'react/jsx-dev-runtime': ['react-18/jsx-dev-runtime', ['Fragment', 'jsxDEV']],
  'react-dom': ['react-dom-18', ['createPortal', 'flushSync', 'version']],
  'react-dom/client': ['react-dom-18/client', ['createRoot', 'hydrateRoot']],
  'react-dom/server': ['react-dom-18/server', ['renderToString', 'renderToPipeableStream']],
  'react-dom/test-utils': ['react-dom-18/test-utils', ['act']],
  '@testing-library/react': [
    require.resolve('@testing-library/react'),
    ['act', 'cleanup', 'configure', 'fireEvent', 'render', 'renderHook', 'screen', 'waitFor', 'within'],
  ],
};
const LIBRARIES = ['zustand', '@tanstack/react-virtual'];

/**
 * Bundles React 18.2 and the libraries that use it into one set of modules. An alias alone would not do: Node resolves the
 * `require('react')` inside react-dom by itself, to the other React.
 * @returns aliases for Vite
 */
export async function prebundleReact18(): Promise<{ find: RegExp; replacement: string }[]> {
  mkdirSync(join(folder, 'entries'), { recursive: true });
  const names = [...Object.keys(MODULES), ...LIBRARIES];
  const entries = names.map((name) => {
    const file = join(folder, 'entries', `${slug(name)}.mjs`);
    const [from, exported] = MODULES[name] ?? [name];
    const named =
      exported &&
      `import whole from '${from}';\nexport default whole;\nexport const { ${exported.join(', ')} } = whole;\n`;
    writeFileSync(file, named ?? `export * from '${from}';\n`);
    return file;
  });
  await build({
    entryPoints: entries,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    entryNames: '[name]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    alias: Object.fromEntries(Object.entries(MODULES).map(([name, [from]]) => [name, from])),
    external: ['@testing-library/dom'],
    banner: { js: "import { createRequire as __r } from 'node:module'; const require = __r(import.meta.url);" },
    define: { 'process.env.NODE_ENV': '"development"' },
    logLevel: 'error',
  });
  return names.map((name) => ({ find: new RegExp(`^${name}$`), replacement: join(folder, `${slug(name)}.mjs`) }));
}

const slug = (name: string): string => name.replaceAll(/\W/g, '-');
