/** One of the commands under `<tool> telemetry`. */
export interface TelemetryCommand {
  name: 'status' | 'enable' | 'disable' | 'log' | 'doctor' | 'delete';
  /** One line for the tool's help. */
  description: string;
}

/**
 * What an adapter puts under `<tool> telemetry`, in the order in which help shows it. Each takes
 * `--json` (also `-o json`, `--output json`) and nothing else.
 */
export const telemetryCommands: readonly TelemetryCommand[] = [
  { name: 'status', description: 'say whether usage is reported, and what decided it' },
  { name: 'enable', description: 'report usage' },
  { name: 'disable', description: 'stop reporting usage and discard what was not sent yet' },
  { name: 'log', description: 'show what was sent last, as it was sent' },
  { name: 'doctor', description: 'check whether reports can be kept and sent' },
  { name: 'delete', description: 'have what this installation sent deleted' },
];
