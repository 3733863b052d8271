import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import { IntervalCalculator } from './IntervalCalculator.js';
import './brand.css';

export default {
  extends: DefaultTheme,
  enhanceApp: ({ app }) => {
    app.component('IntervalCalculator', IntervalCalculator);
  },
} satisfies Theme;
