/**
 * One change of the tables. Its statements must be repeatable: the engine has no transactions
 * across statements, so after a crash a half-finished migration runs again.
 */
export interface Migration {
  /** Greater than the number of every earlier migration. */
  number: number;
  name: string;
  statements: readonly string[];
}
