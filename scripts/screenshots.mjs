// `npm run screenshots [-- parts of names of pages]`: pictures of every page in `.build/screenshots`.
// `npm run screenshots -- --docs`: plays the demo, and makes those of the documentation.
import { ensureBrowser } from './debian-packages.mjs';
import { bin, ensureBuilt, ensureInstalled, fail, run } from './workspace.mjs';

const given = process.argv.slice(2);
const file = given.includes('--docs') ? 'docs.shots.ts' : 'pages.shots.ts';
try {
  await ensureInstalled();
  await ensureBrowser();
  await ensureBuilt();
  const env = {
    ...process.env,
    SONDE_SCREENSHOTS: given.filter((word) => word !== '--docs').join(' '),
  };
  await run(process.execPath, [bin('vitest'), 'run', '--project', 'screenshots', file], { env });
} catch (error) {
  fail(error);
}
