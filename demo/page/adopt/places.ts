/** Where the page leads. The demo's server serves the dashboard, and knows whether the other two run. */
export const PLACES = {
  docs: '/docs',
  storybook: '/storybook',
  dashboard: '/heartbeat/',
} as const;
