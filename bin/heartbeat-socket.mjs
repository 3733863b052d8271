#!/usr/bin/env node
import { processOutput, run } from '../dist/cli/index.js';

process.exitCode = await run(process.argv.slice(2), processOutput(process));
