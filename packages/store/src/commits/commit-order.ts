/**
 * Numbers commits, so that readers know which ones they can read completely. A number is about the
 * time of the commit in milliseconds since 1970.
 */
export interface CommitOrder {
  /** Whether other processes commit to the same tables, too. */
  readonly isShared: boolean;
  /** A number up to which everything can be read; more may be. */
  readonly known: number;
  /** Begins a commit of rows that were filtered with this revision of the refusals. */
  begin(refusals: number): CommitPass;
  /**
   * Resolves with a number that later commits exceed: everything up to it can be read, which includes
   * everything committed before the call.
   */
  complete(): Promise<number>;
  /** Resolves when the commits that run now have ended, those of other processes too. */
  settled(): Promise<void>;
  /** Continues after a number of an earlier process, whose clock may have been ahead. */
  continueAfter(number: number): void;
  /** The newest revision of the refusals; 0 if no other process commits. */
  refusals(): Promise<number>;
  /**
   * Writes refusals under a revision of their own. From then on, a commit fails that was filtered
   * without them.
   */
  publishRefusals<Value>(write: (revision: number) => Promise<Value>): Promise<Value>;
}

export interface CommitPass {
  /** SQL of the commit's number. */
  number: string;
  /** SQL of a condition for each statement: true, or the statement fails. */
  allowed: string;
  succeeded(): void;
}
