/** The sender's program. */
export type SenderProgram =
  /** A file beside the entry. */
  | { path: string }
  /** Its source text, for a tool that is bundled into a single file. */
  | { text: string };
