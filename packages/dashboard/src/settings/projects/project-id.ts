/** Pattern of ids, which are part of URLs and stored events. */
export const projectIdPattern = /^[a-z0-9][a-z0-9_-]{0,62}$/;

/** Suggests an id for a title; empty if the title has no usable characters. */
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
