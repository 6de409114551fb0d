/** What waits in the overflow directory. */
export interface OverflowState {
  /** Events and quarantined events. */
  events: number;
  bytes: number;
  /** Files that could not be read or stored. They are kept under another name. */
  unreadableFiles: number;
}
