import { lifecycleEvents, rejectionKinds } from '@sonde/protocol';
import type { CommandRejection } from '../telemetry.js';
import { commandPattern, flagPattern } from './command-lifecycle.js';
import type { EventRecorder } from './event-recorder.js';

/** Records `Command Rejected`. The typed text is only compared with declared names, never recorded. */
export function recordRejection(recorder: EventRecorder, rejection: CommandRejection): void {
  const { kind, command, typed, declared = [] } = rejection;
  if (!rejectionKinds.includes(kind)) {
    recorder.lose('value', `${kind} is not a kind of rejection`);
    return;
  }
  recorder.command = commandPattern.test(command) ? command : 'unknown';
  const nearest = typed === undefined ? undefined : findNearest(typed, declared);
  recorder.record(lifecycleEvents.rejected, {
    kind,
    nearest: nearest !== undefined && flagPattern.test(nearest) ? nearest : 'none',
  });
}

const mostEdits = 2;

/** The declared name with the fewest edits from the typed text, at most two; the first one if several match. */
export function findNearest(
  typed: string,
  declared: NonNullable<CommandRejection['declared']>,
): string | undefined {
  let nearest: string | undefined;
  let fewest = mostEdits + 1;
  for (const entry of declared) {
    const names = [entry].flat();
    for (const name of names) {
      const edits = countEdits(typed, name);
      if (edits >= fewest) continue;
      fewest = edits;
      [nearest] = names;
    }
  }
  return nearest;
}

/** The edit distance: insertions, deletions and replacements. Not exact above two. */
function countEdits(from: string, to: string): number {
  if (Math.abs(from.length - to.length) > mostEdits) return mostEdits + 1;
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
