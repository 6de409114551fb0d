/** What a runtime runs as the sender. */
export type SenderProgram =
  /** A file beside the entry. */
  | { path: string }
  /** Its text, for a tool that is bundled into one file: there is no other file to run. */
  | { text: string };
