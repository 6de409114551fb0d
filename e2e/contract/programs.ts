import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { orbitBin } from '@sonde/example-orbit-demo';
import { build } from 'esbuild';

/** Below orbit, so that what is not bundled is found from there. */
const outputDirectory = fileURLToPath(
  new URL('../../examples/orbit/node_modules/.minified', import.meta.url),
);

/** Other programs than orbit as it is. */
export const programs = {
  /** orbit as somebody might publish it: one bundle without names. */
  minified: join(outputDirectory, 'orbit.js'),
  /** Not orbit, but with its catalog. */
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
