// `npm run check`: format, lint, import rules, types, dead code, packaging, the lock file.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
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

/** Checks the packed files: entries, licence, and a README that starts with the package's name. */
async function checkPacked(folder, { name }) {
  const { stdout } = await promisify(execFile)(
    'npm',
    ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error'],
    { cwd: folder, maxBuffer: 16_000_000 },
  );
  const packed = JSON.parse(stdout)[0].files.map(({ path }) => path);
  for (const file of ['LICENSE', 'README.md']) {
    if (!packed.includes(file)) throw new Error(`${name} would be published without a ${file}.`);
  }
  const text = (path) => readFileSync(path, 'utf8');
  if (text(join(folder, 'LICENSE')) !== text(join(root, 'LICENSE'))) {
    throw new Error(`The LICENSE of ${name} differs from that of the repository: copy it again.`);
  }
  if (!text(join(folder, 'README.md')).startsWith(`# ${name}\n`)) {
    throw new Error(`The README.md of ${name} does not start with its name.`);
  }
}

/**
 * A download URL in the lock file would tie every install to one registry, and optional packages
 * for other platforms that it does not list are not installed there.
 */
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
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) =>
        packages[`${path}/node_modules/${name}`] === undefined &&
        packages[`node_modules/${name}`] === undefined,
    ),
  );
  if (missing.length > 0) {
    throw new Error(
      `package-lock.json does not name the optional packages ${missing.join(', ')}. npm leaves out what it finds no use for here: add them from \`npm view\`.`,
    );
  }
}

/** Dependencies of bundled packages must be declared by the program, with the same range. */
function checkBundledDependencies() {
  const packages = readdirSync(join(root, 'packages')).map((name) =>
    JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')),
  );
  const find = (wanted) => packages.find(({ name }) => name === wanted);
  for (const program of packages.filter(({ bin }) => bin !== undefined)) {
    const bundled = Object.keys(program.devDependencies).filter((name) => find(name));
    for (const library of bundled) {
      for (const [name, range] of Object.entries(find(library).dependencies ?? {})) {
        const own = program.dependencies[name] ?? program.devDependencies[name];
        // A missing one fails the build, where it is used.
        if (own === undefined || own === range) continue;
        throw new Error(
          `${program.name} bundles ${library}, which requires ${name} ${range}: use the same range in its package.json, not ${own}.`,
        );
      }
    }
  }
}

const checks = [
  ['format and lint', () => node([bin('@biomejs/biome', 'biome'), 'ci', '.'])],
  [
    'import rules',
    () => {
      const config = ['--config', 'dependency-cruiser.config.mjs'];
      const folders = ['packages', 'examples', 'e2e', 'bench', 'scripts'];
      return node([bin('dependency-cruiser', 'depcruise'), ...config, ...folders]);
    },
  ],
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
        await checkPacked(folder, manifest);
        await node([bin('publint'), '--strict', folder]);
        if (manifest.exports !== undefined) {
          // The sender is run, never imported.
          const profile = manifest.exports['.']?.require
            ? ['--profile', 'node16', '--exclude-entrypoints', 'sender']
            : ['--profile', 'esm-only'];
          await node([bin('@arethetypeswrong/cli', 'attw'), '--pack', folder, ...profile], {
            quiet: true,
          });
        }
      }
    },
  ],
  ['dependencies of bundled packages', checkBundledDependencies],
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
