/** The versions that a page can be compared with. */
export function offeredVersions({
  versions,
  chosen,
  shown,
}: {
  /** All that are known. */
  versions: readonly string[];
  /** Empty: none. */
  chosen: string;
  /** Those that the page is filtered by. */
  shown: readonly string[];
}): string[] {
  // Without a filter, the page shows all. A version that it shows alone is the page itself.
  const [first, ...more] = shown.length > 0 ? shown : versions;
  const others = versions.filter((version) => version !== first || more.length > 0);
  return chosen === '' || others.includes(chosen) ? others : [chosen, ...others];
}
