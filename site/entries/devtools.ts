export * from '../../src/components/heartbeat-devtools/index.js';
