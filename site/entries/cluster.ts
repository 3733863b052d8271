export * from '../../src/cluster/index.js';
