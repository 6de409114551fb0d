import { personKey } from './0012-hash-deleted-persons.js';
import { floor } from './0023-share-commits.js';

/** What the migrations write into the tables of new data. */
export const firstRows: readonly string[] = [personKey, floor];
