import type { Store } from '@sonde/store';

/** Builds before this have no derived tables. */
interface WithDerivedTables {
  derived?: { fold(): Promise<void> };
}

/**
 * Makes a build that has filled `sonde.events` without its store derive everything at its next
 * start, as after an upgrade.
 */
export const forgetDerivedSql = 'DROP TABLE IF EXISTS sonde.derived_states SYNC';

/**
 * Resolves when the tables that the store derives from events are complete. Returns at once for
 * builds without such tables.
 */
export async function untilDerived(store: Store): Promise<void> {
  await (store as WithDerivedTables).derived?.fold();
}
