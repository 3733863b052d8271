export * from '../../src/observe/index.js';
