/** A flag as a framework knows it. Names are without dashes. */
export interface DeclaredFlag {
  readonly name: string;
  readonly aliases: readonly string[];
  /** Whether it is followed by a value. */
  readonly takesValue: boolean;
}

/** `dryRun` and `dry-run` are one flag; `-V` and `-v` are two. */
function spell(name: string): string {
  return name.length < 2
    ? name
    : name.replace(/[a-z][A-Z]/g, (pair) => `${pair[0]}-${pair[1]?.toLowerCase()}`);
}

/** Declared flags for {@link Rejection.declared}: each with its own name first. */
export function namesOfFlags(declared: readonly DeclaredFlag[]): string[][] {
  return declared.map(({ name, aliases }) => [spell(name), ...aliases]);
}

/** The first flag on a command line that is not declared, without dashes and value; undefined if there is none. */
export function findUndeclared(
  argv: readonly string[],
  declared: readonly DeclaredFlag[],
): string | undefined {
  const end = argv.indexOf('--');
  const tokens = (end < 0 ? argv : argv.slice(0, end)).filter((token) =>
    /^-{1,2}[^-\d]/.test(token),
  );
  const known = new Set(declared.flatMap(({ name, aliases }) => [name, ...aliases]).map(spell));
  const isKnown = (name: string) =>
    known.has(spell(name)) || known.has(spell(name.split('.', 1)[0] ?? ''));
  for (const token of tokens) {
    const [name = ''] = token.replace(/^--?/, '').split('=', 1);
    if (isKnown(name) || isKnown(name.replace(/^no-/, ''))) continue;
    // A cluster of short flags, which may end with a value.
    if (!token.startsWith('--') && isKnown(name.charAt(0))) continue;
    return name;
  }
  return undefined;
}

/**
 * Long names of the declared flags on a command line, each once; `--no-color` as `no-color`. Never returns
 * undeclared flags, values, or anything after `--`.
 *
 * @param takesAnything Whether a value may begin with a dash, so that `--message --force` has one flag.
 */
export function typedFlags(
  argv: readonly string[],
  declared: readonly DeclaredFlag[],
  takesAnything = false,
): string[] {
  const known = new Map<string, DeclaredFlag>();
  for (const flag of declared) {
    for (const name of [flag.name, ...flag.aliases]) known.set(spell(name), flag);
  }
  const find = (name: string) =>
    known.get(spell(name)) ?? known.get(spell(name.split('.', 1)[0] ?? ''));
  const typed = new Set<string>();
  for (let index = 0; index < argv.length; index += 1) {
    const token = argv[index] ?? '';
    if (token === '--') break;
    const [name = ''] = token.replace(/^--?/, '').split('=', 1);
    let takesNext = false;
    if (token.startsWith('--')) {
      const flag = find(name);
      const denied = flag === undefined && name.startsWith('no-') ? find(name.slice(3)) : undefined;
      if (flag !== undefined) typed.add(spell(flag.name));
      if (denied !== undefined) typed.add(`no-${spell(denied.name)}`);
      takesNext = flag?.takesValue === true && !token.includes('=');
    } else if (token.startsWith('-')) {
      for (const [position, letter] of [...name].entries()) {
        const flag = known.get(letter);
        if (flag === undefined) break;
        typed.add(spell(flag.name));
        if (!flag.takesValue) continue;
        // The rest of the token is the flag's value.
        takesNext = position === name.length - 1 && !token.includes('=');
        break;
      }
    }
    if (takesAnything && takesNext) index += 1;
  }
  return [...typed];
}
