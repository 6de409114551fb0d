/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The name of a tool's variable.
 *
 * @example
 * ```ts
 * variableName('my-tool', 'DIR'); // 'MY_TOOL_TELEMETRY_DIR'
 * variableName('my-tool'); // 'MY_TOOL_TELEMETRY'
 * ```
 */
export function variableName(tool: string, suffix?: string): string {
  const name = `${tool.toUpperCase().replaceAll('-', '_')}_TELEMETRY`;
  return suffix === undefined ? name : `${name}_${suffix}`;
}

/** A variable that counts as set: neither empty nor `0` nor `false`. */
export function isSet(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false'].includes(value.trim().toLowerCase());
}

/** An integer, possibly negative; undefined if the variable has any other value. */
export function integerOf(value: string | undefined): number | undefined {
  return value !== undefined && /^-?\d{1,15}$/.test(value.trim()) ? Number(value) : undefined;
}
