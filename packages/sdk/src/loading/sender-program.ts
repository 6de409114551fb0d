/** What a runtime runs as the sender. */
export type SenderProgram =
  /** A file beside the entry. */
  | { path: string }
  /** Its text, in a tool that is one file: there is no other file to run. */
  | { text: string };

/** Where the sender is that belongs to this build. */
export const findSenderProgram = (): SenderProgram => ({
  path: `${import.meta.dirname}/sender.cjs`,
});
