import type { Catalogs } from '../catalogs.js';
import type { AllDerivedTables } from '../derived/all-derived-tables.js';
import type { Derivation } from '../derived/derivation.js';
import type { OverflowState } from '../overflow/overflow-state.js';
import type { Volume } from '../storage/volume.js';
import type { Database } from './database.js';
import type { Range } from './range.js';

/** The data that queries read from. */
export interface Source {
  db: Database;
  /** For queries that people write themselves: others must not wait for them. */
  analyst: Pick<Database, 'table'>;
  derived: Pick<AllDerivedTables, 'derivation'>;
  catalogs: Catalogs;
  volume: Pick<Volume, 'measure'>;
  overflow: () => OverflowState;
}

/** What a query about a range of a project's data must know to read it. */
export interface View extends Range {
  project: string;
  /** The tool of rows without a tool; empty if unknown. */
  soleTool: string;
  derivation: Derivation;
}

export async function readView(
  { derived, catalogs }: Source,
  project: string,
  range: Range,
): Promise<View> {
  const [derivation, soleTool] = await Promise.all([
    derived.derivation(project),
    catalogs.soleTool(project),
  ]);
  return { ...range, project, soleTool, derivation };
}
