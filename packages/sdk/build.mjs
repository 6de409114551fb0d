// Builds dist/: one minified file per entry, with the protocol and the destinations' formats
// bundled in, and its types beside it.
//
//   index.js           for Node.js; starts sender.cjs as the sender
//   self-contained.js  the same for bundlers and other runtimes, with the sender's text inside
//   sender.cjs         the sender, a program of its own
//   *.cjs              each entry for `require`; index.cjs is self-contained, since bundlers take it too
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';

const folder = dirname(fileURLToPath(import.meta.url));
const dist = join(folder, 'dist');
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const adapters = ['cac', 'citty', 'clipanion', 'commander', 'oclif', 'plain', 'yargs'];
/** What tools import, besides `index`. */
const entries = ['catalog', 'project', 'testing', ...adapters];
/** Loaded by `index.js` for a telemetry command only. */
const commands = 'telemetry-commands/run-command';
const source = (name) =>
  join(folder, 'src', adapters.includes(name) ? 'adapters' : '', `${name}.ts`);
const inlined = Object.fromEntries(
  ['protocol', 'destinations'].map((name) => [
    `@sonde/${name}`,
    join(folder, '..', name, 'src', 'index.ts'),
  ]),
);

const shared = {
  outdir: dist,
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20.19',
  legalComments: 'none',
  alias: inlined,
  define: { SONDE_VERSION: JSON.stringify(version) },
};
const named = (names) => names.map((name) => ({ in: source(name), out: name }));

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);

// A script without imports: every runtime can read it from a file, from stdin or in a worker.
await build({
  ...shared,
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  banner: { js: 'var require=process.getBuiltinModule;' },
  entryPoints: named(['sender']),
});
const withSender = {
  ...shared.define,
  SONDE_SENDER: JSON.stringify(readFileSync(join(dist, 'sender.cjs'), 'utf8')),
};
await build({
  ...shared,
  format: 'esm',
  external: [`*/${commands}.js`],
  entryPoints: named(['index', commands, ...entries]),
});
await build({
  ...shared,
  format: 'esm',
  define: withSender,
  entryPoints: named(['self-contained']),
});
await build({
  ...shared,
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  define: { ...withSender, 'import.meta.dirname': '__dirname' },
  entryPoints: [...named(entries), { in: source('self-contained'), out: 'index' }],
});

/** What a program takes as telemetry must be the very type that the testing kit gives. */
const typesOfIndex = {
  name: 'types-of-index',
  resolveId: (id) =>
    /[/\\](telemetry|define-catalog)\.js$/.test(id)
      ? { id: './index.js', external: true }
      : undefined,
};

// The sender is run, not imported.
writeFileSync(join(dist, 'sender.d.cts'), 'export {};\n');
for (const entry of ['index', ...entries]) {
  const types = await rollup({
    input: source(entry),
    external: /^node:/,
    plugins: [
      entry === 'testing' && typesOfIndex,
      dts({
        respectExternal: true,
        tsconfig: join(folder, 'tsconfig.json'),
        compilerOptions: {
          paths: Object.fromEntries(Object.entries(inlined).map(([name, path]) => [name, [path]])),
          composite: false,
          incremental: false,
        },
      }),
    ],
  });
  const { output } = await types.generate({ format: 'es' });
  const { code } = output[0];
  // Whoever compiles for a runtime before `using` has no types of it.
  const library = /\b(dispose|asyncDispose|Disposable|AsyncDisposable)\b/.test(code)
    ? '/// <reference lib="esnext.disposable" />\n'
    : '';
  const text = library + code;
  writeFileSync(join(dist, `${entry}.d.ts`), text);
  writeFileSync(
    join(dist, `${entry}.d.cts`),
    text.replaceAll("from './index.js'", "from './index.cjs'"),
  );
  await types.close();
}
