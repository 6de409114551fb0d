/** The command under test: a real command of a tool that embeds the SDK. */
export interface Subject {
  /** Program and arguments. */
  command: readonly [string, ...string[]];
  /** The tool's name, which determines its variables and directories. */
  tool: string;
  /** Variables that the command needs, in addition to those of the kit. */
  environment: Readonly<Record<string, string>>;
  /** Copied for each run; an empty directory if undefined. */
  workingDirectory: string | undefined;
  /** Maximum duration of a run. */
  timeoutMs: number;
  /** How much longer a run may take than without telemetry. */
  marginMs: number;
  /** Arguments that select JSON output; undefined if the tool has none. */
  jsonArguments: readonly string[] | undefined;
  /** Parts of the output that differ between runs. */
  ignore: readonly RegExp[];
  /** The sender that delivers remaining events. */
  senderPath: string;
}

/**
 * Name of a tool's own variable.
 *
 * @example
 * ```ts
 * variableName('my-tool', 'DIR'); // 'MY_TOOL_TELEMETRY_DIR'
 * ```
 */
export function variableName(tool: string, suffix?: string): string {
  const name = `${tool.toUpperCase().replaceAll('-', '_')}_TELEMETRY`;
  return suffix === undefined ? name : `${name}_${suffix}`;
}

/** Every variable that turns telemetry off. */
export function optedOut(tool: string): Record<string, string> {
  return {
    DO_NOT_TRACK: '1',
    [variableName(tool)]: 'off',
    [variableName(tool, 'DISABLED')]: '1',
  };
}
