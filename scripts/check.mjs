// `npm run check`: format, lint and dependency rules; types; dead code; package sanity; the lock file.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bin, ensureBuilt, ensureInstalled, fail, root, run } from './workspace.mjs';

const node = (args, options) => run(process.execPath, args, options);

/** The packages that are published. */
function publicPackages() {
  return readdirSync(join(root, 'packages'))
    .map((name) => ({
      folder: join(root, 'packages', name),
      manifest: JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')),
    }))
    .filter(({ manifest }) => !manifest.private);
}

/** A download address in the lock file would tie every install to one registry. */
function checkLockFile() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const resolved = Object.entries(packages)
    .filter(([, entry]) => /^https?:/.test(entry.resolved ?? ''))
    .map(([name]) => name);
  if (resolved.length > 0) {
    throw new Error(
      `package-lock.json names a download host for: ${resolved.join(', ')}. Run npm install with omit-lockfile-registry-resolved=true.`,
    );
  }
}

const checks = [
  ['format, lint, who may import whom', () => node([bin('@biomejs/biome', 'biome'), 'ci', '.'])],
  ['types', () => node([bin('typescript', 'tsc'), '-p', 'tsconfig.check.json'])],
  ['types of the end-to-end tests', () => node([bin('typescript', 'tsc'), '-p', 'e2e'])],
  [
    'types of the dashboard',
    () => node([bin('typescript', 'tsc'), '--noEmit', '-p', 'packages/dashboard/tsconfig.json']),
  ],
  ['dead code', () => node([bin('knip')])],
  [
    'package sanity',
    async () => {
      for (const { folder, manifest } of publicPackages()) {
        await node([bin('publint'), '--strict', folder]);
        if (manifest.exports !== undefined) {
          await node(
            [bin('@arethetypeswrong/cli', 'attw'), '--pack', folder, '--profile', 'esm-only'],
            {
              quiet: true,
            },
          );
        }
      }
    },
  ],
  ['lock file', checkLockFile],
];

try {
  await ensureInstalled();
  await ensureBuilt();
  for (const [name, check] of checks) {
    console.log(`— ${name}`);
    await check();
  }
  console.log('\nAll checks passed.');
} catch (error) {
  fail(error);
}
