import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandEnd } from './run-command.js';
import type { Sandbox } from './sandbox.js';

/** The files of runs that have not ended, with what they have recorded. */
export function listOpenFiles(sandbox: Sandbox): string[] {
  try {
    return readdirSync(sandbox.spool).filter(
      (name) => name.endsWith('.open.jsonl') && statSync(join(sandbox.spool, name)).size > 0,
    );
  } catch {
    // The spool does not exist yet, or a sender has claimed a file.
    return [];
  }
}

/** Resolves when the run has recorded something, or has ended. `earlier` are open files of other runs. */
export async function untilRecorded(
  sandbox: Sandbox,
  run: { ended: Promise<CommandEnd> },
  earlier: readonly string[],
): Promise<void> {
  let ended = false;
  run.ended.finally(() => {
    ended = true;
  });
  while (!ended && listOpenFiles(sandbox).every((name) => earlier.includes(name))) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
