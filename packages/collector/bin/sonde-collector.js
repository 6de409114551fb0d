#!/usr/bin/env node
import { runCommandLine } from '../dist/command-line.js';

// The engine's threads would keep the process alive after everything is closed.
// biome-ignore lint/style/noProcessEnv: this is an entry.
process.exit(await runCommandLine(process.argv, process.env));
