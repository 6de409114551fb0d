/**
 * The page to show after switching to another project: the same one, or the list if it shows a
 * single item.
 */
export function pageInOtherProject(path: string): string {
  const [, first = '', second] = path.split('/');
  return (first === 'flows' || first === 'invocations') && second !== undefined
    ? `/${first}`
    : path;
}
