/** The page to show of another project: the same one, or the list when it shows one of its things. */
export function pageInOtherProject(path: string): string {
  const [, first = '', second] = path.split('/');
  return (first === 'flows' || first === 'invocations') && second !== undefined
    ? `/${first}`
    : path;
}
