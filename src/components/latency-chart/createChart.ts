import { drawChart, type DrawnChart } from './drawChart.js';
import type { LatencySeries } from './latencySeries.js';

/** A chart that may not be loaded yet. It shows the newest series as soon as it is. */
export interface Chart {
  readonly update: (series: LatencySeries) => void;
  /** Draws inside the element; returns its undo. */
  readonly mount: (element: HTMLElement, height: number) => () => void;
}

/** Makes a chart that is not mounted yet. */
export function createChart(): Chart {
  let newest: LatencySeries = [[], [], []];
  let drawn: DrawnChart | undefined;
  return {
    update: (series) => {
      newest = series;
      drawn?.update(series);
    },
    mount: (element, height) => {
      let isGone = false;
      let undo = (): void => {};
      drawChart(element, height).then(
        (chart) => {
          if (isGone) return chart.destroy();
          drawn = chart;
          chart.update(newest);
          undo = redrawOnChange(element, chart);
        },
        // The summary can still be read. Only the package is missing.
        (error: unknown) => console.error('heartbeat-socket: <LatencyChart> needs the package "uplot".', error),
      );
      return () => {
        isGone = true;
        undo();
        drawn?.destroy();
        drawn = undefined;
      };
    },
  };
}

/** Redraws when the width, the theme or the person's palette changes. */
function redrawOnChange(element: HTMLElement, { redraw }: DrawnChart): () => void {
  const size = new ResizeObserver(redraw);
  size.observe(element);
  const theme = new MutationObserver(redraw);
  theme.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-theme', 'class', 'style', 'dir'],
  });
  const media = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) => matchMedia(query));
  for (const query of media) query.addEventListener('change', redraw);
  return () => {
    size.disconnect();
    theme.disconnect();
    for (const query of media) query.removeEventListener('change', redraw);
  };
}
