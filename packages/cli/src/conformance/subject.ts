/** What is tried: a real command of a tool that embeds the SDK. */
export interface Subject {
  /** Program and arguments. */
  command: readonly [string, ...string[]];
  /** The tool's name, from which its variables and its directories follow. */
  tool: string;
  /** Variables that the command needs, beside those of the kit. */
  environment: Readonly<Record<string, string>>;
  /** Copied for each run; an empty directory when undefined. */
  workingDirectory: string | undefined;
  /** The longest a run may take. */
  timeoutMs: number;
  /** How much longer than without telemetry a run may take. */
  marginMs: number;
  /** Arguments that make the output JSON; undefined when the tool has no such mode. */
  jsonArguments: readonly string[] | undefined;
  /** Parts of the output that differ from run to run. */
  ignore: readonly RegExp[];
  /** File of the sender that delivers what is left. */
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

/** Every means that turns telemetry off by a variable. */
export function optedOut(tool: string): Record<string, string> {
  return {
    DO_NOT_TRACK: '1',
    [variableName(tool)]: 'off',
    [variableName(tool, 'DISABLED')]: '1',
  };
}
