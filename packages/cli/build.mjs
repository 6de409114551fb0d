import { copyFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundleProgram } from '../../scripts/bundle-program.mjs';

await bundleProgram(import.meta.dirname, ['command-line']);
// `sonde conformance` runs it as a separate program.
const sender = fileURLToPath(import.meta.resolve('sonde/sender'));
copyFileSync(sender, new URL('dist/sender.cjs', import.meta.url));
