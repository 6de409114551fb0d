import { textOf } from '../runtime/text-of.js';
import type { AdaptedTelemetry } from './run-body.js';

/** Telemetry's internal method for adapters: logs a message in debug mode. */
interface Speaking {
  [say]?: (message: string) => void;
}
const say = Symbol.for('sonde.say');

/**
 * Attaches telemetry to a framework. If the framework's internals are not those that the adapter knows,
 * nothing is reported, debug mode says why, and the tool runs as usual.
 */
export function attach(telemetry: AdaptedTelemetry, framework: string, action: () => void): void {
  let log: Speaking[typeof say];
  try {
    log = (telemetry as Speaking)[say];
    // A caller without types may pass anything.
    if (typeof telemetry.tool === 'string') action();
  } catch (error) {
    log?.(`nothing is reported: this version of ${framework} is not known (${textOf(error)})`);
  }
}

const nameCommandsKey = Symbol.for('sonde.name-commands');

/** Tells telemetry how users type its commands, as far as the framework knows the program's name. */
export function nameCommands(telemetry: AdaptedTelemetry, program: unknown, separator = ' '): void {
  // Some frameworks take the name of the file, where none was given.
  if (typeof program !== 'string' || !/^[\w@.-]*[\w-]$/.test(program)) return;
  if (/\.[cm]?[jt]s$/.test(program)) return;
  const { [nameCommandsKey]: name } = telemetry as { [nameCommandsKey]?: (prefix: string) => void };
  name?.(`${program} telemetry${separator}`);
}

/** Throws unless the framework has these methods: nothing is changed in a program that lacks one. */
export function expectMethods(program: object, names: readonly string[]): void {
  for (const name of names) {
    if (typeof (program as Record<string, unknown>)[name] !== 'function') {
      throw new Error(`it has no ${name}()`);
    }
  }
  if (!Object.isExtensible(program)) throw new Error('it cannot be changed');
}
