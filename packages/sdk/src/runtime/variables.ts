/** Variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Name of a tool's own variable.
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

/** A whole number, possibly negative; undefined when the variable holds anything else. */
export function integerOf(value: string | undefined): number | undefined {
  return value !== undefined && /^-?\d{1,15}$/.test(value.trim()) ? Number(value) : undefined;
}
