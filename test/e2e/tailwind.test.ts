import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from 'tailwindcss';
import { expect, it } from 'vitest';
import { browserForFile } from '../support/browser/browser.js';

const chromium = browserForFile();
const recipe = fileURLToPath(new URL('../../src/components/tailwind.css', import.meta.url));
const require = createRequire(import.meta.url);

/** What Tailwind makes of an app's stylesheet and the classes it found. */
async function build(css: string, classes: string[]): Promise<string> {
  const compiler = await compile(css, {
    base: dirname(recipe),
    loadStylesheet: async (id, base) => {
      const path = id === 'tailwindcss' ? require.resolve('tailwindcss/index.css') : join(base, id);
      return { path, base: dirname(path), content: await readFile(path, 'utf8') };
    },
  });
  return compiler.build(classes);
}

const APP = `@import 'tailwindcss';\n@import './tailwind.css';\n`;
const CLASSES = ['phase-failed:bg-[#123456]', 'status-open:hidden', 'dialing:opacity-50'];
const MARKUP = `
  <section data-heartbeat="banner" id="plain" data-phase="lost"><b data-heartbeat="banner-icon"></b></section>
  <section data-heartbeat="banner" id="failed" data-phase="failed" class="${CLASSES[0]}"></section>
  <p data-status="open"><i id="hidden" class="${CLASSES[1]}"></i></p>
  <p data-dialing><i id="faint" class="${CLASSES[2]}"></i></p>`;

async function seen(css: string, colorScheme: 'light' | 'dark', htmlClass = '') {
  const page = await chromium.newPage({ colorScheme });
  await page.setContent(`<html class="${htmlClass}"><style>${css}</style>${MARKUP}</html>`);
  return page.evaluate(() => {
    const style = (id: string): CSSStyleDeclaration => getComputedStyle(document.getElementById(id) ?? document.body);
    const { backgroundColor, borderRadius, paddingTop, color } = style('plain');
    return {
      surface: backgroundColor,
      text: color,
      radius: borderRadius,
      padding: paddingTop,
      failed: style('failed').backgroundColor,
      hidden: style('hidden').display,
      opacity: style('faint').opacity,
    };
  });
}

it('follows the theme of a Tailwind app, its own dark, and lets utilities have the last word', async () => {
  const css = await build(`${APP}@theme { --radius-xl: 3px; --color-white: #fffff0; }`, CLASSES);
  const light = await seen(css, 'light');
  expect(light).toMatchObject({ surface: 'rgb(255, 255, 240)', radius: '3px', padding: '6px' });
  expect(light).toMatchObject({ failed: 'rgb(18, 52, 86)', hidden: 'none', opacity: '0.5' });
  const dark = await seen(css, 'dark');
  expect(dark.surface).not.toBe(light.surface);
  expect(dark.text).not.toBe(light.text);

  // An app whose dark is a class: the system's wish is not asked, in either direction.
  const byClass = await build(
    `${APP}@theme { --radius-xl: 3px; --color-white: #fffff0; }
    @custom-variant dark (&:where(.dark, .dark *));`,
    CLASSES,
  );
  expect(await seen(byClass, 'dark')).toEqual(light);
  expect(await seen(byClass, 'light', 'dark')).toEqual(dark);
});
