// One minified file per entry, with protocol inlined, and one file of types beside it.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';

const folder = dirname(fileURLToPath(import.meta.url));
const dist = join(folder, 'dist');
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const entries = ['index', 'catalog', 'commander', 'project', 'sender'];
const source = (entry) => join(folder, 'src', `${entry}.ts`);
const protocol = join(folder, '..', 'protocol', 'src', 'index.ts');

/** Of the list of CI vendors only what detects them, without what detects pull requests. */
const vendorsThatDetect = {
  name: 'vendors-that-detect',
  setup(bundler) {
    bundler.onLoad({ filter: /ci-info[/\\]vendors\.json$/ }, ({ path }) => ({
      loader: 'json',
      contents: JSON.stringify(
        JSON.parse(readFileSync(path, 'utf8')).map(({ constant, env }) => ({ constant, env })),
      ),
    }));
  },
};

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
await build({
  entryPoints: entries.map(source),
  outdir: dist,
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  legalComments: 'none',
  alias: { '@sonde/protocol': protocol },
  define: { SONDE_VERSION: JSON.stringify(version) },
  plugins: [vendorsThatDetect],
});

// The sender is run, not imported.
writeFileSync(join(dist, 'sender.d.ts'), 'export {};\n');
for (const entry of entries.filter((name) => name !== 'sender')) {
  const types = await rollup({
    input: source(entry),
    external: /^node:/,
    plugins: [
      dts({
        respectExternal: true,
        tsconfig: join(folder, 'tsconfig.json'),
        compilerOptions: {
          paths: { '@sonde/protocol': [protocol] },
          composite: false,
          incremental: false,
        },
      }),
    ],
  });
  await types.write({ file: join(dist, `${entry}.d.ts`), format: 'es' });
  await types.close();
}
