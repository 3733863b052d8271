import type { Plugin } from 'vite';
import { readPropTables } from './propTables.js';

const NAME = 'virtual:prop-tables';

/**
 * `import propTables from 'virtual:prop-tables'`: read anew whenever the module is loaded, so that nothing is kept that ages.
 * A build shortens the names of functions; a component that has a table keeps its own as `displayName`.
 */
export function propTablesPlugin(): Plugin {
  let isBuild = false;
  return {
    name: 'prop-tables',
    configResolved: ({ command }) => void (isBuild = command === 'build'),
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load: (id) => (id === `\0${NAME}` ? `export default ${JSON.stringify(readPropTables())};` : undefined),
    transform(code, id) {
      const name = isBuild && /\/src\/.*\/(\w+)\.tsx$/.exec(id)?.[1];
      if (!name || !new RegExp(`export (?:const|function) ${name}\\b`).test(code)) return undefined;
      return { code: `${code}\n${name}.displayName = '${name}';`, map: null };
    },
  };
}
