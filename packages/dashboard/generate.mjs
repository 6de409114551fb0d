// Writes src/api/openapi.d.ts from the collector's OpenAPI document; with --check, only checks
// whether it is up to date.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTypescript, { astToString } from 'openapi-typescript';

const output = new URL('./src/api/openapi.d.ts', import.meta.url);

/** The OpenAPI document of the built collector. */
function readDocument() {
  const text = execFileSync('npm', ['run', '--silent', 'openapi', '-w', '@sonde/collector'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(text);
}

const header =
  '// Written by `npm run generate -w @sonde/dashboard` from the OpenAPI document of the collector.\n\n';
const current = header + astToString(await openapiTypescript(readDocument()));

if (!process.argv.includes('--check')) {
  writeFileSync(output, current);
} else if (readFileSync(output, 'utf8') !== current) {
  console.error(
    'packages/dashboard/src/api/openapi.d.ts is out of date: run npm run generate -w @sonde/dashboard.',
  );
  process.exitCode = 1;
}
