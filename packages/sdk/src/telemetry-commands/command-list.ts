/** One of the commands under `<tool> telemetry`. */
export interface TelemetryCommand {
  name: 'status' | 'enable' | 'disable' | 'log' | 'doctor' | 'delete';
  /** One line for the tool's help. */
  description: string;
  /** Its options by name, without dashes, each with one line for the tool's help. None takes a value. */
  options: Readonly<Record<string, string>>;
}

const json = { json: 'print JSON' };

/**
 * The commands that adapters add under `<tool> telemetry`, in the order of the help. Each also accepts
 * `-o json` and `--output json` for `--json`.
 */
export const telemetryCommands: readonly TelemetryCommand[] = [
  {
    name: 'status',
    description: 'show whether usage is reported, and why',
    options: json,
  },
  { name: 'enable', description: 'report usage', options: json },
  {
    name: 'disable',
    description: 'stop reporting usage and delete unsent events',
    options: json,
  },
  { name: 'log', description: 'show the last deliveries exactly as sent', options: json },
  { name: 'doctor', description: 'check whether events can be stored and sent', options: json },
  {
    name: 'delete',
    description: 'delete the events that this installation sent',
    options: { ...json, forget: 'forget collectors that do not confirm' },
  },
];
