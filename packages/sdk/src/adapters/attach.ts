import type { AdaptedTelemetry } from './run-body.js';

/** What telemetry offers adapters beside its interface: says in debug mode what it is told. */
interface Speaking {
  [say]?: (message: string) => void;
}
const say = Symbol.for('sonde.say');

/**
 * Runs what attaches telemetry to a framework. Frameworks change inside: where one is not as the adapter
 * knows it, nothing is reported, debug mode says why, and the tool does not notice.
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
