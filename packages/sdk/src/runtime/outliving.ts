/** Whether this runtime kills detached children when it ends. */
export function killsDetachedChildren(
  platform: string = process.platform,
  versions: Readonly<Record<string, string | undefined>> = process.versions,
): boolean {
  // https://github.com/oven-sh/bun/issues/31603
  return platform === 'win32' && versions.bun !== undefined;
}
