import { bundleProgram } from '../../scripts/bundle-program.mjs';

await bundleProgram(import.meta.dirname, ['command-line', 'print-openapi']);
