import { ensureBuilt, ensureInstalled, fail } from './workspace.mjs';

try {
  await ensureInstalled();
  await ensureBuilt({ force: process.argv.includes('--force') });
} catch (error) {
  fail(error);
}
