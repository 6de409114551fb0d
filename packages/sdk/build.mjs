// One minified file per entry, with protocol inlined, and one file of types beside it. Besides:
// `recording.cjs`, `sending.cjs` and `deferred.cjs`, which the entry for Node.js loads where they are
// needed; `self-contained.js`, the entry with those, the commands and the sender inside, for whoever
// puts a tool into one file; and each entry for `require`, likewise whole. Those hold as text what not
// every run needs: see `run-program.ts`.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { enclose, hintCompilation, listCalledFunctions } from './hint-compilation.mjs';

const folder = dirname(fileURLToPath(import.meta.url));
const dist = join(folder, 'dist');
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const adapters = ['cac', 'citty', 'clipanion', 'commander', 'oclif', 'plain', 'yargs'];
/** What tools import. */
const exported = ['index', 'catalog', 'project', 'testing', ...adapters];
/** Folders of what is neither an entry nor an adapter. */
const folders = {
  invocation: 'recording',
  ...Object.fromEntries(
    [
      'embedded-commands',
      'embedded-deferred',
      'embedded-invocation',
      'given-deferred',
      'invocation-beside',
      'load-deferred-beside',
      'sender-program-embedded',
    ].map((name) => [name, 'loading']),
  ),
  'digest-in-sender': 'catalog',
  ...Object.fromEntries(adapters.map((name) => [name, 'adapters'])),
};
const source = (name) => join(folder, 'src', folders[name] ?? '', `${name}.ts`);
const protocol = join(folder, '..', 'protocol', 'src', 'index.ts');

/** Puts what is known of CI vendors in place of what makes it. */
const evaluatedVendors = {
  name: 'evaluated-vendors',
  setup(bundler) {
    bundler.onLoad({ filter: /surroundings[/\\]ci-(vendors|variables)\.ts$/ }, async ({ path }) => {
      const { outputFiles } = await build({
        entryPoints: [path],
        bundle: true,
        write: false,
        format: 'esm',
      });
      const code = Buffer.from(outputFiles[0].contents).toString('base64');
      const [evaluated] = Object.entries(await import(`data:text/javascript;base64,${code}`));
      if (evaluated === undefined) throw new Error(`${path} exports nothing`);
      const [name, value] = evaluated;
      return { contents: `export const ${name} = ${JSON.stringify(value)};` };
    });
  },
};

/**
 * Takes built-in modules from the process where a tool loads the result: an import of node:fs costs a
 * millisecond, since it makes a namespace of all that the module has.
 *
 * @param code The result with imports: what is no longer imported there is left out.
 */
const builtinsOfProcess = (files, code) => ({
  name: 'builtins-of-process',
  setup(bundler) {
    const names = new Map();
    for (const file of files.filter((name) => name.endsWith('.ts'))) {
      const text = readFileSync(file, 'utf8');
      for (const [, list, id] of text.matchAll(/^import \{([^}]*)\} from '(node:[a-z_/]+)'/gm)) {
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
    const used = new Map();
    for (const [, list, id] of code.matchAll(/\bimport ?\{([^}]*)\} ?from ?"(node:[a-z_/]+)"/g)) {
      used.set(id, [...(used.get(id) ?? []), ...list.split(',').map((name) => name.split(' ')[0])]);
    }
    bundler.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => {
      const isUsed = (name) => used.get(path)?.includes(name);
      const all = [...(names.get(path) ?? [])];
      const unused = all.filter((name) => !isUsed(name));
      return {
        contents: `
          export const { ${all.filter(isUsed).join(', ')} } = process.getBuiltinModule('${path}');
          ${unused.map((name) => `export const ${name} = undefined;`).join('')}`,
      };
    });
  },
});

/** Leaves out what only other runtimes than Node.js need. */
const onlyNode = {
  name: 'only-node',
  setup(bundler) {
    bundler.onLoad({ filter: /[/\\]surroundings[/\\]other-runtime\.ts$/ }, () => ({
      contents: 'export const isOtherRuntime = false;',
    }));
  },
};

/** Takes one module in place of another. */
const replace = (module, replacement) => ({
  name: `${replacement}-for-${module}`,
  setup(bundler) {
    bundler.onResolve({ filter: new RegExp(`[/\\\\]${module}\\.js$`) }, () => ({
      path: source(replacement),
    }));
  },
});

/** Leaves the commands to a file of their own. */
const commandsBeside = {
  name: 'commands-beside',
  setup(bundler) {
    bundler.onResolve({ filter: /[/\\]commands\.js$/ }, () => ({
      path: './commands.js',
      external: true,
    }));
  },
};

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
/** Builds what is loaded into a tool. */
async function buildLoaded(entry, variant) {
  const loaded = { ...options, ...variant, entryPoints: [source(entry)] };
  const plugins = [evaluatedVendors, ...(variant.plugins ?? [])];
  const { metafile, outputFiles } = await build({
    ...loaded,
    plugins,
    format: 'esm',
    metafile: true,
    write: false,
    absWorkingDir: folder,
  });
  const files = Object.keys(metafile.inputs).map((path) => join(folder, path));
  const code = outputFiles.map(({ text }) => text).join('\n');
  return build({ ...loaded, plugins: [...plugins, builtinsOfProcess(files, code)] });
}

/** Builds what is loaded as text, and runs only where it is needed: a program that sets `module.exports`. */
async function buildText(entry, plugins) {
  const { outputFiles } = await buildLoaded(entry, { write: false, plugins });
  const exported = /\bexport ?\{([^}]*)\};?\s*$/;
  return `"use strict";${outputFiles[0].text.replace(exported, (_, names) => {
    const list = names.split(',').map((name) => name.split(' as ').reverse().join(':'));
    return `module.exports={${list.join(',')}};`;
  })}`;
}

const givenDeferred = replace('load-deferred', 'given-deferred');
const defineTexts = (texts) => ({
  ...options.define,
  ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, JSON.stringify(text)])),
});

// What the entry for Node.js loads only where it is needed, from beside it.
await buildLoaded('index', {
  plugins: [
    onlyNode,
    replace('invocation', 'invocation-beside'),
    replace('load-deferred', 'load-deferred-beside'),
    commandsBeside,
  ],
});
await buildLoaded('commands', {});
const beside = {
  'deferred.cjs': await buildText('deferred', []),
  'recording.cjs': await buildText('invocation', [givenDeferred]),
  'sending.cjs': await buildText('sending', []),
};
for (const [name, text] of Object.entries(beside)) writeFileSync(join(dist, name), text);
hintBuilt('recording.cjs', 'script', {});
hintBuilt('sending.cjs', 'script', { USUAL_TELEMETRY_FLUSH_AT: '1' });
hintBuilt('index.js', 'module', {});

/** Hints, in a file that is built, the functions that a run in this environment calls. */
function hintBuilt(name, sourceType, environment) {
  const files = { 'index.js': 'module', 'recording.cjs': 'script', 'sending.cjs': 'script' };
  const called = listCalledFunctions(dist, files, environment)[name];
  const path = join(dist, name);
  writeFileSync(path, hintCompilation(readFileSync(path, 'utf8'), sourceType, called));
}

const readBuilt = (name) => readFileSync(join(dist, name), 'utf8');
for (const name of Object.keys(beside)) writeFileSync(join(dist, name), enclose(readBuilt(name)));
const texts = {
  SONDE_INVOCATION: readBuilt('recording.cjs'),
  SONDE_DEFERRED: readBuilt('deferred.cjs'),
  SONDE_SENDING: readBuilt('sending.cjs'),
  SONDE_COMMANDS: enclose(await buildText('commands', [givenDeferred])),
};
// As one script without an import, which every runtime can read from stdin or run in a thread.
const sender = await buildLoaded('sender', {
  format: 'iife',
  write: false,
  plugins: [replace('digest', 'digest-in-sender')],
});
/** Holds all but the sender. */
const whole = {
  plugins: [
    replace('invocation', 'embedded-invocation'),
    replace('load-deferred', 'embedded-deferred'),
    replace('load-commands', 'embedded-commands'),
  ],
  define: defineTexts({ ...texts, SONDE_SENDER_TEXT: '' }),
};
const commonJs = {
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  plugins: whole.plugins,
  define: { ...whole.define, 'import.meta.dirname': '__dirname' },
};
for (const entry of exported) {
  if (entry !== 'index') await buildLoaded(entry, {});
  await buildLoaded(entry, entry === 'testing' ? { ...commonJs, plugins: [] } : commonJs);
}
// Not a module: the loader of modules takes memory that a sender does not have.
writeFileSync(join(dist, 'sender.cjs'), sender.outputFiles[0].text);
await buildLoaded('self-contained', {
  plugins: [...whole.plugins, replace('sender-program', 'sender-program-embedded')],
  define: defineTexts({ ...texts, SONDE_SENDER_TEXT: sender.outputFiles[0].text }),
});

/** What a program takes as telemetry must be the very type that the testing kit gives. */
const typesOfIndex = {
  name: 'types-of-index',
  resolveId: (id) =>
    /[/\\](telemetry-types|define-catalog)\.js$/.test(id)
      ? { id: './index.js', external: true }
      : undefined,
};

// The sender is run, not imported.
writeFileSync(join(dist, 'sender.d.cts'), 'export {};\n');
for (const entry of exported) {
  const types = await rollup({
    input: source(entry),
    external: /^node:/,
    plugins: [
      entry === 'testing' && typesOfIndex,
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
