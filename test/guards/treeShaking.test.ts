import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { repository } from './sourceFiles.js';

/** The modules of ours, and the packages, that end up in a page which imports only these names. */
async function carriedBy(code: string): Promise<string[]> {
  const { metafile } = await build({
    stdin: { contents: code, resolveDir: join(repository, 'src'), loader: 'ts' },
    bundle: true,
    format: 'esm',
    jsx: 'automatic',
    external: ['react', 'react-dom'],
    metafile: true,
    write: false,
    outdir: 'out',
    splitting: true,
    logLevel: 'silent',
  });
  // The page itself; what it would load later is another output.
  const page = Object.values(metafile.outputs).find(({ entryPoint }) => entryPoint === '<stdin>');
  return Object.entries(page?.inputs ?? {})
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path);
}

/** The code that such a page loads, small as bundlers make it. */
async function codeOf(code: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: join(repository, 'src'), loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    conditions: ['production'],
    write: false,
    logLevel: 'silent',
  });
  return outputFiles.map(({ text }) => text).join('');
}

const banner = "export { ConnectionBanner } from './index.ts'";

describe('a page that imports only the banner', () => {
  it('has the banner, and neither chart, devtools, log, settings, meter, another language nor the tracking of reads', async () => {
    const carried = (await carriedBy(banner)).join('\n');
    expect(carried).toContain('ConnectionBanner.tsx');
    expect(carried).not.toMatch(
      /latency|uplot|devtools|heartbeat-log|heartbeat-settings|indicator|send-status|operator-notice|useNotice|useUnsentGuard|optional\/|locales|testing|trackReads/i,
    );
  });
});

describe('a page that imports only the hook', () => {
  it('has a driver, and none of what options are made with', async () => {
    const carried = (await carriedBy("export { useHeartbeatSocket } from './index.ts'")).join('\n');
    expect(carried).toContain('client/driver/driver.ts');
    expect(carried).not.toMatch(
      /outbox|optional\/|replay|codecs|components|useNotice|useUnsentGuard|locales|testing|trackReads/i,
    );
  });
});

describe('a page that sends no records home', () => {
  it('carries nothing for those that do, and one that does has all of it', async () => {
    const socket = "export { createHeartbeatSocket } from './client/index.ts'";
    const without = (await carriedBy(socket)).join('\n');
    expect(without).toContain('client/driver/driver.ts');
    expect(without).not.toMatch(/sendRecords|readWelcome|protocol\/records|optional\//);
    const code = await codeOf(socket);
    expect(code).not.toMatch(/sendBeacon|\bwants\b|heartbeat\.records/);
    // The option is named once, where it is read.
    expect(code.match(/\btelemetry\b/g)).toHaveLength(1);
    const withThem = await carriedBy("export { createHeartbeatSocket, sendRecords } from './client/index.ts'");
    expect(withThem.join('\n')).toMatch(/sendRecords[\s\S]*|protocol\/records/);
  });
});

describe('a page with the chart', () => {
  it('loads uPlot when it shows it, not before', async () => {
    const carried = (await carriedBy("export { LatencyChart } from './components/latency-chart/index.ts'")).join('\n');
    expect(carried).toContain('LatencyChart.tsx');
    expect(carried).not.toContain('node_modules/uplot');
  });
});

describe('a page with one observer', () => {
  const names = readdirSync(join(repository, 'src/observe/clients'))
    .filter((file) => /^observe.+\.ts$/.test(file))
    .map((file) => file.slice(0, -'.ts'.length));

  it.each(names)('has %s, and no other observer, driver, machine or component', async (name) => {
    const carried = await carriedBy(`export { ${name} } from './observe/index.ts'`);
    const observers = carried.filter((path) => /observe\/clients\/observe/.test(path));
    expect(observers).toEqual([expect.stringContaining(`observe/clients/${name}.ts`)]);
    expect(carried.join('\n')).not.toMatch(
      /machine\/(?!backoff)|client\/(?:link|driver|optional)|components|react|node_modules\/(?!zustand)/,
    );
  });
});

describe('the guard itself', () => {
  it('would see them', async () => {
    const carried = (
      await carriedBy(`${banner}; export { HeartbeatDevtools } from './components/heartbeat-devtools/index.ts'`)
    ).join();
    expect(carried).toMatch(/HeartbeatDevtools.*|heartbeat-log/);
  });
});
