import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from 'esbuild';
import { bin, root } from './workspace.mjs';

/**
 * Packages of the registry that are bundled, each with its license. TypeBox consists of almost 400
 * modules: reading them takes a third of the time in which a program starts.
 */
const bundledPackages = ['typebox'];

/**
 * Type-checks a package and bundles its entries into `dist/`.
 *
 * Packages of the workspace are not published, so they are bundled. Other packages of the registry
 * stay imports: they are installed as dependencies.
 *
 * @param {string} folder Folder of the package.
 * @param {string[]} entries Names of files in `src/`, without an extension.
 */
export async function bundleProgram(folder, entries) {
  const compiled = spawnSync(process.execPath, [bin('typescript', 'tsc'), '-b', folder], {
    stdio: 'inherit',
  });
  if (compiled.status !== 0) process.exit(1);

  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const dist = join(folder, 'dist');
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: entries.map((name) => join(folder, 'src', `${name}.ts`)),
    outdir: dist,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    external: Object.keys(manifest.dependencies),
    plugins: [keepAddresses(join(folder, 'src'))],
    metafile: true,
    logLevel: 'warning',
  });
  const outputs = Object.entries(metafile.outputs);
  const bundled = outputs.flatMap(([, { inputs }]) => Object.keys(inputs));
  const installed = bundled.filter((path) => path.includes('node_modules/'));
  const mistake = installed.find(
    (path) => !bundledPackages.some((name) => path.includes(`node_modules/${name}/`)),
  );
  if (mistake !== undefined) {
    throw new Error(
      `${mistake} would be bundled: add its package to the dependencies of ${manifest.name}.`,
    );
  }
  removeOthers(dist, [
    ...outputs.map(([path]) => join(root, path)),
    ...bundledPackages.map((name) => copyLicense(name, dist)),
  ]);
}

/** @returns Where it is. */
function copyLicense(name, dist) {
  const path = join(dist, `LICENSE-${name}.txt`);
  copyFileSync(join(root, 'node_modules', name, 'license'), path);
  return path;
}

/**
 * Keeps relative paths valid for files that modules find by their own URL, like the manifest: they
 * are relative to the source, but the bundle is in `dist/`, at another depth.
 */
const keepAddresses = (sources) => ({
  name: 'keep-addresses',
  setup(bundler) {
    bundler.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const address = `new URL('../src/${relative(sources, path)}', import.meta.url).href`;
      const contents = readFileSync(path, 'utf8').replaceAll('import.meta.url', address);
      return { contents, loader: 'ts' };
    });
  },
});

/**
 * Chunks of earlier builds have other names. They are removed last, because a program may be
 * running from them.
 */
function removeOthers(dist, outputs) {
  for (const name of readdirSync(dist)) {
    if (!outputs.includes(join(dist, name))) rmSync(join(dist, name), { recursive: true });
  }
}
