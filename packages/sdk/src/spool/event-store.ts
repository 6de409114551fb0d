import type { SpoolWriter } from './spool-writer.js';

/** Stores the lines of one invocation. */
export interface EventStore {
  /** Appends whole lines. False if they could not be stored. */
  append(lines: string, events: number): boolean;
  /** Lines that could not be stored on disk, in CI only. */
  readonly memory: readonly string[];
  /** Closes the file and marks it complete. */
  seal(): void;
}

/** In characters; the same as the limit of a spool file. */
const maxMemoryLength = 5_000_000;

/**
 * Creates the store of one invocation. Lines go to its spool file. If they cannot be written there, they are
 * kept in memory, provided that this process delivers them itself.
 *
 * @param options.header The first line, written with the first event.
 * @param options.writer Undefined if there is no usable directory.
 * @param options.keepsInMemory Whether this process delivers the lines in memory itself.
 */
export function createEventStore(options: {
  header: string;
  writer: SpoolWriter | undefined;
  keepsInMemory: boolean;
}): EventStore {
  const { writer, keepsInMemory } = options;
  const memory: string[] = [];
  let memoryLength = 0;
  let { header } = options;

  /** False if the lines are lost. */
  function remember(lines: string): boolean {
    // Without a directory, telemetry is off and nothing is lost.
    if (!keepsInMemory) return writer === undefined;
    if (memoryLength + lines.length > maxMemoryLength) return false;
    memoryLength += lines.length;
    memory.push(lines);
    return true;
  }

  return {
    append(lines, events) {
      const all = header + lines;
      if (writer?.append(all, events) === true) {
        header = '';
        return true;
      }
      const isKept = remember(all);
      if (isKept && keepsInMemory) header = '';
      return isKept;
    },
    memory,
    seal() {
      writer?.seal();
    },
  };
}
