import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('matches the collector’s OpenAPI document', () => {
  const generate = fileURLToPath(new URL('../../generate.mjs', import.meta.url));
  expect(() =>
    execFileSync(process.execPath, [generate, '--check'], { stdio: 'pipe' }),
  ).not.toThrow();
});
