type Commands = typeof import('../commands.js');

/** Loads what the commands about telemetry do; `embedded-commands.ts` where all of it is in one file. */
export const loadCommands = (): Promise<Commands> => import('../commands.js');
