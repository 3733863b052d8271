import { transformAsync } from '@babel/core';
import type { Plugin } from 'vite';

/** Runs the React Compiler over our components and hooks, as an app that turned it on for its dependencies would. */
export const reactCompiler = (): Plugin => ({
  name: 'react-compiler',
  enforce: 'pre',
  async transform(code, id) {
    if (!/\/src\/(react|components)\/.*\.tsx?$/.test(id)) return null;
    const result = await transformAsync(code, {
      filename: id,
      babelrc: false,
      configFile: false,
      sourceMaps: true,
      parserOpts: { plugins: ['typescript', 'jsx'] },
      // What it cannot compile it must leave alone silently in an app; here it is told, and fails the build.
      plugins: [['babel-plugin-react-compiler', { target: '19', panicThreshold: 'critical_errors' }]],
    });
    return result?.code ? { code: result.code, map: result.map as never } : null;
  },
});
