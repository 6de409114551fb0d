/** Loads a file that few runs need, from beside the sender. Throws when it is not there. */
export function loadBeside(senderPath: string, name: string): unknown {
  return process.getBuiltinModule('node:module').createRequire(senderPath)(name);
}
