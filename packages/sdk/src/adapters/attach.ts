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
  try {
    action();
  } catch (error) {
    (telemetry as Speaking)[say]?.(
      `nothing is reported: this version of ${framework} is not known (${error})`,
    );
  }
}
