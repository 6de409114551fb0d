import { textOf } from '../runtime/text-of.js';
import type { AdaptedTelemetry } from './run-body.js';

/** Telemetry's internal method for adapters: logs a message in debug mode. */
interface Logging {
  [logMethod]?: (message: string) => void;
}
const logMethod = Symbol.for('sonde.log');

/**
 * Attaches telemetry to a framework. If the framework's internals are not those that the adapter knows,
 * nothing is reported, debug mode says why, and the tool runs as usual.
 */
export function attach(telemetry: AdaptedTelemetry, framework: string, action: () => void): void {
  let log: Logging[typeof logMethod];
  try {
    log = (telemetry as Logging)[logMethod];
    // Untyped callers may pass anything.
    if (typeof telemetry.tool === 'string') action();
  } catch (error) {
    log?.(`nothing is reported: this version of ${framework} is not known (${textOf(error)})`);
  }
}

const nameCommandsKey = Symbol.for('sonde.name-commands');

/** Passes the prefix of the telemetry commands to telemetry, if the framework knows the program's name. */
export function nameCommands(telemetry: AdaptedTelemetry, program: unknown, separator = ' '): void {
  // Without a configured name, some frameworks use the file's name.
  if (typeof program !== 'string' || !/^[\w@.-]*[\w-]$/.test(program)) return;
  if (/\.[cm]?[jt]s$/.test(program)) return;
  const { [nameCommandsKey]: name } = telemetry as { [nameCommandsKey]?: (prefix: string) => void };
  name?.(`${program} telemetry${separator}`);
}

/** Throws unless the framework has these methods, so that a program without one is not changed. */
export function expectMethods(program: object, names: readonly string[]): void {
  for (const name of names) {
    if (typeof (program as Record<string, unknown>)[name] !== 'function') {
      throw new Error(`it has no ${name}()`);
    }
  }
  if (!Object.isExtensible(program)) throw new Error('it cannot be changed');
}
