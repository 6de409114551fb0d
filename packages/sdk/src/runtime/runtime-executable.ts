import { basename } from './node-modules.js';

/** The kind of this process's executable, which decides how a sender can be started. */
export type RuntimeExecutable = 'node' | 'bun' | 'deno' | 'compiled' | 'unknown';

/** The signs of a runtime, as parameters so that all runtimes can be tested in one. */
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

/** Whether a path is in the file system of an executable compiled by an older version of Bun. */
const isBunFileSystem = (path: string) => /^(\/\$bunfs\/|[A-Z]:[\\/]~BUN[\\/])/.test(path);

/**
 * Distinguishes a runtime, which can run any program, from a tool compiled into one executable, which runs
 * only itself. `unknown` for others, such as an editor with Node.js inside, which would start the editor.
 */
export function identifyExecutable(signs: RuntimeSigns = readSigns()): RuntimeExecutable {
  const { versions, Bun, Deno } = signs;
  if (versions.deno !== undefined) {
    if (Deno?.build?.standalone === true) return 'compiled';
  } else if (versions.bun !== undefined) {
    if (Bun?.isStandaloneExecutable === true || isBunFileSystem(Bun?.main ?? '')) return 'compiled';
  } else if (versions.electron !== undefined) return 'unknown';
  else if (signs.isSea()) return 'compiled';
  // Some distributions use names such as `node-22`.
  const [, name] =
    /^(node|nodejs|bun|deno)(?:-?\d[\d.]*)?(?:\.exe)?$/i.exec(basename(signs.execPath)) ?? [];
  if (name === undefined) return 'unknown';
  if (versions.deno !== undefined) return 'deno';
  return versions.bun === undefined ? 'node' : 'bun';
}
