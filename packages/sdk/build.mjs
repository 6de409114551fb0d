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
const entries = ['index', 'catalog', 'commander', 'commands', 'project', 'sender'];
const source = (entry) => join(folder, 'src', `${entry}.ts`);
const protocol = join(folder, '..', 'protocol', 'src', 'index.ts');

/** Puts the list of CI vendors in place of what makes it. */
const evaluatedVendors = {
  name: 'evaluated-vendors',
  setup(bundler) {
    bundler.onLoad({ filter: /src[/\\]ci-vendors\.ts$/ }, async ({ path }) => {
      const { outputFiles } = await build({
        entryPoints: [path],
        bundle: true,
        write: false,
        format: 'esm',
      });
      const code = Buffer.from(outputFiles[0].contents).toString('base64');
      const { ciVendors } = await import(`data:text/javascript;base64,${code}`);
      return { contents: `export const ciVendors = ${JSON.stringify(ciVendors)};` };
    });
  },
};

/**
 * Takes built-in modules from the process where a tool loads the result: an import of node:fs costs a
 * millisecond, since it makes a namespace of all that the module has. The sender, which loads HTTP
 * anyway, imports as usual.
 */
const builtinsOfProcess = (files) => ({
  name: 'builtins-of-process',
  setup(bundler) {
    const names = new Map();
    for (const file of files.filter((name) => name.endsWith('.ts'))) {
      const text = readFileSync(file, 'utf8');
      for (const [, list, id] of text.matchAll(/^import \{([^}]*)\} from '(node:[a-z_]+)'/gm)) {
        const imported = list.split(',').map((name) => name.trim());
        const found = names.get(id) ?? new Set();
        for (const name of imported) if (name !== '' && !name.startsWith('type ')) found.add(name);
        names.set(id, found);
      }
    }
    bundler.onResolve({ filter: /^node:/ }, ({ path }) => ({
      path,
      namespace: 'builtin',
      sideEffects: false,
    }));
    bundler.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `export const { ${[...(names.get(path) ?? [])].join(', ')} } = process.getBuiltinModule('${path}');`,
    }));
  },
});

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
const options = {
  outdir: dist,
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  legalComments: 'none',
  alias: { '@sonde/protocol': protocol },
  define: { SONDE_VERSION: JSON.stringify(version) },
};
for (const entry of entries.filter((name) => name !== 'sender')) {
  const facade = {
    ...options,
    entryPoints: [source(entry)],
    // Loaded by the facade only where it is needed, from beside it.
    external: entry === 'index' ? ['./commands.js', './project.js'] : [],
  };
  const { metafile } = await build({
    ...facade,
    plugins: [evaluatedVendors],
    metafile: true,
    write: false,
    absWorkingDir: folder,
  });
  const files = Object.keys(metafile.inputs).map((path) => join(folder, path));
  await build({ ...facade, plugins: [evaluatedVendors, builtinsOfProcess(files)] });
}
await build({ ...options, entryPoints: [source('sender')] });
// Loaded where only a synchronous require is possible.
for (const entry of ['start-sender', 'first-run']) {
  await build({
    ...options,
    entryPoints: [source(entry)],
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
  });
}

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
