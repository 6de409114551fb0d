import type { FlowRun } from '../api/responses.js';

/** Where a flow run is drawn beside the timeline. */
export interface Lane {
  run: FlowRun;
  /** Column from the left; runs that do not overlap share one. */
  column: number;
  /** Colour, 0 to 5, in the order of the runs. */
  hue: number;
}

const hues = 6;

/**
 * Gives every run a column so that overlapping runs have different ones, with as few as possible.
 */
export function assignLanes(runs: FlowRun[]): Lane[] {
  const lastInColumn: number[] = [];
  return [...runs]
    .sort((a, b) => a.first_sequence - b.first_sequence || a.last_sequence - b.last_sequence)
    .map((run, index) => {
      const free = lastInColumn.findIndex((last) => last < run.first_sequence);
      const column = free === -1 ? lastInColumn.length : free;
      lastInColumn[column] = run.last_sequence;
      return { run, column, hue: index % hues };
    });
}

/** How many columns the lanes need. */
export const laneColumns = (lanes: Lane[]): number =>
  lanes.reduce((most, { column }) => Math.max(most, column + 1), 0);
