// `npm run bench [-- <name> [arguments]]`: all benchmarks, or one.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bin, ensureBuilt, ensureInstalled, fail, root, run } from './workspace.mjs';

const names = readdirSync(join(root, 'bench')).filter((name) =>
  existsSync(join(root, 'bench', name, 'main.ts')),
);
const [chosen, ...args] = process.argv.slice(2);

try {
  if (chosen !== undefined && !names.includes(chosen)) {
    throw new Error(`There is no benchmark ${chosen}. There are: ${names.join(', ')}.`);
  }
  await ensureInstalled();
  await ensureBuilt();
  for (const name of chosen === undefined ? names : [chosen]) {
    console.log(`\n# ${name}\n`);
    await run(process.execPath, [bin('tsx'), join(root, 'bench', name, 'main.ts'), ...args]);
  }
} catch (error) {
  fail(error);
}
