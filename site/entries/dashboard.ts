export * from '../../src/dashboard/index.js';
