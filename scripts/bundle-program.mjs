import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from 'esbuild';
import { bin, root } from './workspace.mjs';

/**
 * Type-checks a package and bundles its entries into `dist/`.
 *
 * Packages of the workspace are not published, so they go into the bundle. Packages of the registry stay
 * imports: they are installed as dependencies.
 *
 * @param {string} folder Of the package.
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
  const installed = bundled.find((path) => path.includes('node_modules/'));
  if (installed !== undefined) {
    throw new Error(
      `${installed} would be bundled: add its package to the dependencies of ${manifest.name}.`,
    );
  }
  removeOthers(
    dist,
    outputs.map(([path]) => join(root, path)),
  );
}

/**
 * Keeps what modules find by their own address, like the manifest: they look from where the source is,
 * though all of it comes to stand in `dist/`, at another depth.
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

/** A chunk of an earlier build has another name. It goes last, since a program may be running from it. */
function removeOthers(dist, outputs) {
  for (const name of readdirSync(dist)) {
    if (!outputs.includes(join(dist, name))) rmSync(join(dist, name), { recursive: true });
  }
}
