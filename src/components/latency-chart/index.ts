export { LatencyChart, type LatencyChartProps, type LatencyChartState } from './LatencyChart.js';
