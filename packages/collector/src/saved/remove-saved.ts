import type { Directory, Write } from '../team/directory.js';

/** Removes an account's home pages, and its views that it did not share. */
export function removeSavedBy({ directory }: { directory: Directory }, account: string): Write[] {
  const views = [...directory.views.values()].filter(
    (view) => view.account === account && !view.is_shared,
  );
  const homes = [...directory.homes.values()].filter(({ id }) => id.endsWith(` ${account}`));
  return [
    ...views.map(({ id }): Write => ({ kind: 'view', id, body: null })),
    ...homes.map(({ id }): Write => ({ kind: 'home', id, body: null })),
  ];
}
