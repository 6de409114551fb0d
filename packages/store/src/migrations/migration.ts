/**
 * One change of the tables. Its statements can be run again: the engine has no transaction over
 * several of them, so a crash in between leaves the change half done and it is done again.
 */
export interface Migration {
  /** Larger than that of every change before it. */
  number: number;
  name: string;
  statements: readonly string[];
}
