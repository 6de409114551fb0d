import type { Migration } from './migration.js';

/**
 * Fresh parts are small and soon merged. Building their projections takes a third of an insert, and
 * queries are as fast without them.
 */
const settings = 'ALTER TABLE sonde.events MODIFY SETTING materialize_projections_on_insert = 0';

export const projectOnMerge: Migration = {
  number: 6,
  name: 'project on merge',
  statements: [settings],
};
