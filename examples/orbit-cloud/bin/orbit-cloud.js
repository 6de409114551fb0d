#!/usr/bin/env node
import { main } from '../dist/main.js';

// biome-ignore lint/style/noProcessEnv: this is the entry, and passes it on
process.exitCode = await main(process.argv.slice(2), process.env);
