import { basename } from './node-modules.js';

/** What the executable of this process is, which decides what can be started with it. */
export type RuntimeExecutable = 'node' | 'bun' | 'deno' | 'compiled' | 'unknown';

/** What is asked of the process, so that every runtime can be tested in any. */
export interface RuntimeSigns {
  execPath: string;
  versions: Readonly<Record<string, string | undefined>>;
  Bun: { isStandaloneExecutable?: boolean; main?: string } | undefined;
  Deno: { build?: { standalone?: boolean } } | undefined;
  isSea: () => boolean;
}

function readSigns(): RuntimeSigns {
  const { Bun, Deno } = globalThis as Partial<Pick<RuntimeSigns, 'Bun' | 'Deno'>>;
  return {
    execPath: process.execPath,
    versions: process.versions,
    Bun,
    Deno,
    isSea: () => {
      const sea = process.getBuiltinModule('node:sea') as { isSea(): boolean } | undefined;
      return sea?.isSea() ?? false;
    },
  };
}

/** Where Bun shows what it compiled into an executable; versions that do not say so otherwise. */
const isBunFileSystem = (path: string) => /^(\/\$bunfs\/|[A-Z]:[\\/]~BUN[\\/])/.test(path);

/**
 * Tells a runtime, which runs what it is given, from a tool compiled into one executable, which runs
 * only itself. `unknown` for any other, such as an editor that has Node.js in it: it would start that.
 */
export function identifyExecutable(signs: RuntimeSigns = readSigns()): RuntimeExecutable {
  const { versions, Bun, Deno } = signs;
  if (versions.deno !== undefined) {
    if (Deno?.build?.standalone === true) return 'compiled';
  } else if (versions.bun !== undefined) {
    if (Bun?.isStandaloneExecutable === true || isBunFileSystem(Bun?.main ?? '')) return 'compiled';
  } else if (versions.electron !== undefined) return 'unknown';
  else if (signs.isSea()) return 'compiled';
  // Distributions name theirs `node-22`, say.
  const [, name] =
    /^(node|nodejs|bun|deno)(?:-?\d[\d.]*)?(?:\.exe)?$/i.exec(basename(signs.execPath)) ?? [];
  if (name === undefined) return 'unknown';
  if (versions.deno !== undefined) return 'deno';
  return versions.bun === undefined ? 'node' : 'bun';
}
