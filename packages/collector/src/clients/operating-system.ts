const platforms: readonly (readonly [RegExp, string])[] = [
  [/^(mac|os ?x|darwin)/i, 'darwin'],
  [/^win/i, 'win32'],
  [/^linux$/i, 'linux'],
];

/**
 * The name of an operating system as `process.platform` has it, which is what Sonde's own events
 * carry, from the names that vendors' clients use: `Mac OS X`, `Windows`. Others are unchanged.
 */
export function toOperatingSystem(name: string): string {
  return platforms.find(([pattern]) => pattern.test(name))?.[1] ?? name;
}
