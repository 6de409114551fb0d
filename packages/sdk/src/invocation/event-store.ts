import type { SpoolWriter } from '../spool/spool-writer.js';

/** Keeps the lines of one invocation. */
export interface EventStore {
  /** Appends whole lines. False when they could not be kept. */
  append(lines: string, events: number): boolean;
  /** Lines that could not be kept on disk, in CI only. */
  readonly memory: readonly string[];
  /** Closes the file and marks it complete. */
  seal(): void;
}

/** Characters; as much as a file may hold. */
const maxMemoryLength = 5_000_000;

/**
 * Creates the store of one invocation. Lines go to its file in the spool. What cannot be written there
 * is kept in memory where this process itself delivers it.
 *
 * @param options.header The first line, written with the first event.
 * @param options.writer Undefined where there is no usable directory.
 * @param options.keepsInMemory Whether this process delivers what it keeps in memory.
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

  /** False when they are lost. */
  function remember(lines: string): boolean {
    // Without a directory telemetry is off: nothing was to be kept, so nothing is lost.
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
