import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { requiredRights } from './check-server.js';

it('docs/scaling.md grants all rights', () => {
  const document = new URL('../../../../docs/scaling.md', import.meta.url);
  const text = readFileSync(document, 'utf8');
  for (const right of requiredRights) {
    expect(text).toContain(right.replace(/^SELECT ON system\..*/, 'SELECT ON system.*'));
  }
});
