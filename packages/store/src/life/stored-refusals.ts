import type { CommitOrder } from '../commits/commit-order.js';
import type { Database, Parameters } from '../sql/database.js';
import { type RefusalGroup, Refusals } from './refusals.js';

/** Reads what is refused, also what other processes write. */
export class StoredRefusals {
  readonly refusals: Refusals;
  readonly #db: Database;
  readonly #order: Pick<CommitOrder, 'refusals'>;
  #isLoaded = false;

  constructor(db: Database, order: Pick<CommitOrder, 'refusals'>, personKey: string) {
    this.#db = db;
    this.#order = order;
    this.refusals = new Refusals(personKey);
  }

  /** Reads what is new since the last time. */
  async refresh(): Promise<void> {
    // First: the refusals of a revision are written before it is.
    const revision = await this.#order.refusals();
    const condition = this.#isLoaded ? 'revision > {known:Int64}' : 'true';
    const groups = await this.read(condition, { known: this.refusals.revision });
    this.refusals.add(groups, revision);
    this.#isLoaded = true;
  }

  async read(condition: string, parameters: Parameters): Promise<RefusalGroup[]> {
    const rows = await this.#db.rows<Omit<RefusalGroup, 'hashes'> & { hashes: string[] }>(
      `SELECT project, kind, day, groupUniqArray(toString(hash)) AS hashes FROM sonde.refusals
       WHERE ${condition} GROUP BY project, kind, day`,
      parameters,
    );
    return rows.map((row) => ({ ...row, hashes: row.hashes.map(BigInt) }));
  }
}
