// Installs the Next app, and in it the package as npm would pack it, in a folder of its own: Next writes there, and the
// tests edit its files.
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('fixture', import.meta.url));
// As deep as the fixture is: its lock names the package by the way to the repository.
const copy = fileURLToPath(new URL('../../.cache/next/fixture', import.meta.url));

rmSync(copy, { recursive: true, force: true });
cpSync(source, copy, { recursive: true, filter: (path) => !['node_modules', '.next'].includes(basename(path)) });
const npm = ['ci', '--prefix', copy, '--no-audit', '--no-fund'];
const { status } = spawnSync('npm', npm, { stdio: 'inherit', shell: process.platform === 'win32' });
process.exit(status ?? 1);
