import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { orbitBin } from '@sonde/example-orbit-demo';
import { build } from 'esbuild';

/** Inside orbit, so that packages that are not bundled are found. */
const outputDirectory = fileURLToPath(
  new URL('../../examples/orbit/node_modules/.minified', import.meta.url),
);

/** Programs that run instead of orbit. */
export const programs = {
  /** orbit as one minified bundle. */
  minified: join(outputDirectory, 'orbit.js'),
  /** Another program with orbit's catalog. */
  misuse: fileURLToPath(new URL('./fixtures/misuse.mjs', import.meta.url)),
} as const;

export async function buildMinified(): Promise<void> {
  mkdirSync(outputDirectory, { recursive: true });
  await build({
    entryPoints: [orbitBin],
    outdir: outputDirectory,
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
  });
}

export function removeMinified(): void {
  rmSync(outputDirectory, { recursive: true, force: true });
}
