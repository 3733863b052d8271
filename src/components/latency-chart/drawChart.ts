import type uPlot from 'uplot';
import type { LatencySeries } from './latencySeries.js';

/** A chart on the page. */
export interface DrawnChart {
  readonly update: (series: LatencySeries) => void;
  /** Reads the colours and the size again. */
  readonly redraw: () => void;
  readonly destroy: () => void;
}

/**
 * Draws with uPlot, which only this function loads, so that a page without a chart does not. A canvas knows no stylesheet,
 * so the colours are read from the element's variables each time it is drawn. Nothing is drawn of an empty scale.
 */
export async function drawChart(element: HTMLElement, height: number): Promise<DrawnChart> {
  const { default: Plot } = await import('uplot');
  // Read as the colour of the element, because the variable itself may be a `light-dark()`, which a canvas does not
  // know. If the person has a palette of their own, the colour comes from that palette.
  const color = (name: string): string => {
    element.style.color = `var(${name})`;
    return getComputedStyle(element).color;
  };
  const timeOfDay = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
  const width = (): number => Math.max(120, element.clientWidth);
  const axis: uPlot.Axis = {
    stroke: () => color('--heartbeat-muted'),
    font: '11px system-ui, sans-serif',
    grid: { stroke: () => color('--heartbeat-line'), width: 1 },
    ticks: { show: false },
  };
  const plot = new Plot(
    {
      width: width(),
      height,
      // Half of a time of day, for a tick at the right edge.
      padding: [null, 40, null, null],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        y: { range: (_, __, highest) => (highest === null ? [null, null] : [0, Math.max(20, highest * 1.2)]) },
      },
      axes: [
        { ...axis, space: 88, values: (_, ticks) => ticks.map((tick) => timeOfDay.format(1_000 * tick)) },
        { ...axis, size: 54, values: (_, ticks) => ticks.map((tick) => `${tick} ms`) },
      ],
      series: [
        {},
        { stroke: () => color('--heartbeat-chart'), width: 1.5, points: { show: false } },
        {
          paths: () => null,
          stroke: () => color('--heartbeat-danger'),
          points: { show: true, size: 9, width: 2, fill: 'transparent' },
        },
      ],
    },
    [[], [], []],
    element,
  );
  return {
    update: (next) => plot.setData(next),
    redraw: () => {
      if (plot.width === width()) plot.redraw(false, true);
      else plot.setSize({ width: width(), height });
    },
    destroy: () => plot.destroy(),
  };
}
