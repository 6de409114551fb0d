/** Which part of a list to read. */
export interface Page {
  limit: number;
  /** `next_cursor` of the previous page; null for the first one. */
  cursor: string | null;
}
