/** Where a command writes. */
export interface Output {
  /** The result, on stdout. */
  print(text: string): void;
  /** A line for people, on stderr. */
  note(line: string): void;
}
