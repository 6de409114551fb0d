/** What a statement of a commit says when it is not allowed any more. */
export const refusalsChanged = 'sonde: other events are refused now';
export const tablesChanged = 'sonde: a newer version has changed the tables';
export const dataMoved = 'sonde: data was moved here since this collector started; restart it';

/** Whether a commit failed because more is refused than its rows were filtered with. */
export function wereRefusalsChanged(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith(refusalsChanged);
}
