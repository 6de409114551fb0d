/**
 * The entry for bundlers and for runtimes other than Node.js. Unlike `index.ts`, it contains the sender's
 * source text, since a tool that is bundled into one file has no other file to run.
 */
import type { CatalogDefinition } from './catalog/define-catalog.js';
import { openTelemetry } from './create-telemetry.js';
import { becomeSender } from './launch/become-sender.js';
import type { Telemetry, TelemetryOptions } from './telemetry.js';

export * from './index.js';

/** Inserted by the build. */
declare const SONDE_SENDER: string;
const sender = { text: SONDE_SENDER };

// biome-ignore lint/style/noProcessEnv: this is an entry; values are passed down from here
becomeSender(process.env, sender.text);

/** Creates the telemetry of this run of a tool: see `index.ts`. */
export function createTelemetry<Definition extends CatalogDefinition>(
  options: TelemetryOptions<Definition>,
): Telemetry<Definition> {
  return openTelemetry(options, sender);
}
