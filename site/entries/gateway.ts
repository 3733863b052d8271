export * from '../../src/gateway/index.js';
