/** One of the commands under `<tool> telemetry`. */
export interface TelemetryCommand {
  name: 'status' | 'enable' | 'disable' | 'log' | 'doctor' | 'delete';
  /** One line for the tool's help. */
  description: string;
  /** Its options, none of which has a value: their names without dashes, and a line for the tool's help. */
  options: Readonly<Record<string, string>>;
}

const json = { json: 'print JSON' };

/**
 * What an adapter puts under `<tool> telemetry`, in the order in which help shows it. For `--json`, each
 * takes `-o json` and `--output json` as well.
 */
export const telemetryCommands: readonly TelemetryCommand[] = [
  {
    name: 'status',
    description: 'say whether usage is reported, and what decided it',
    options: json,
  },
  { name: 'enable', description: 'report usage', options: json },
  {
    name: 'disable',
    description: 'stop reporting usage and discard what was not sent yet',
    options: json,
  },
  { name: 'log', description: 'show what was sent last, as it was sent', options: json },
  { name: 'doctor', description: 'check whether reports can be kept and sent', options: json },
  {
    name: 'delete',
    description: 'have what this installation sent deleted',
    options: { ...json, forget: 'forget collectors that do not confirm it' },
  },
];
