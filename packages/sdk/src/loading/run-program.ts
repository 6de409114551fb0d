/**
 * Runs a CommonJS program that the build holds as text, and gives what it exports.
 *
 * An engine reads over a text much faster than over code, so a run that does not need the program pays
 * next to nothing for having it. `given` are free names of the program.
 */
export function runProgram<Exports>(
  text: string,
  given: Readonly<Record<string, unknown>>,
): Exports {
  const module = { exports: {} };
  const names = ['module', ...Object.keys(given)];
  let program: (...values: unknown[]) => void;
  try {
    program = new Function(...names, text) as typeof program;
  } catch {
    // A process that was told to make no code of strings still compiles programs.
    program = process.getBuiltinModule('node:vm').compileFunction(text, names) as typeof program;
  }
  program(module, ...Object.values(given));
  return module.exports as Exports;
}
