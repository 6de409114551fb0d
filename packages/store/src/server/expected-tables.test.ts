import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openChdb } from '../chdb.js';
import { shareMemory } from '../engine-memory.js';
import { prepareTables } from '../migrations.js';
import { describeTables } from './check-server.js';

it('is what the migrations make; write it with -u', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'sonde-store-'));
  const engine = await openChdb(directory, shareMemory({ totalBytes: 2 ** 30, processors: 2 }));
  try {
    await prepareTables(engine.writer);
    const lines = await describeTables(engine.reader);
    const text = `/** The tables that the migrations make. Written by the test beside it, with -u. */
export const expectedTables = \`
${lines.join('\n')}
\`;
`;
    await expect(text).toMatchFileSnapshot('expected-tables.ts');
  } finally {
    await engine.close();
    await rm(directory, { recursive: true, force: true });
  }
});
