export * from '../../src/components/latency-chart/index.js';
