/** What an id looks like: it stands in addresses and in stored events. */
export const projectIdPattern = /^[a-z0-9][a-z0-9_-]{0,62}$/;

/** An id made from a title, to start from; empty when the title has nothing to make one of. */
export function suggestProjectId(title: string): string {
  return title
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/^[-_]+/, '')
    .slice(0, 63)
    .replace(/-+$/, '');
}
