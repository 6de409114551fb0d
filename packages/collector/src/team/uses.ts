import type { Directory, Write } from './directory.js';

type UseKind = 'key_use' | 'session_use';

export interface UsesOptions {
  directory: Directory;
  /** Milliseconds since 1970. */
  now: () => number;
  /** How often uses are written, in milliseconds. Default one minute. */
  writeMs?: number | undefined;
  warn?: ((message: string, details: Record<string, unknown>) => void) | undefined;
}

/**
 * Records when keys and sessions are used, and writes this periodically instead of with every
 * request.
 */
export class Uses {
  readonly #options: UsesOptions;
  readonly #noted: { [kind in UseKind]: Map<string, number> } = {
    key_use: new Map(),
    session_use: new Map(),
  };
  readonly #timer: NodeJS.Timeout;

  constructor(options: UsesOptions) {
    this.#options = options;
    const { writeMs = 60_000, warn } = options;
    this.#timer = setInterval(() => {
      this.write().catch((error: unknown) => {
        warn?.('When keys were last used could not be written', { err: error });
      });
    }, writeMs).unref();
  }

  note(kind: UseKind, id: string): void {
    this.#noted[kind].set(id, this.#options.now());
  }

  /** Milliseconds since 1970; null if never used. */
  last(kind: UseKind, id: string): number | null {
    const { keyUses, sessionUses } = this.#options.directory;
    const written = (kind === 'key_use' ? keyUses : sessionUses).get(id)?.last_used_at;
    return this.#noted[kind].get(id) ?? written ?? null;
  }

  async write(): Promise<void> {
    const writes = (['key_use', 'session_use'] as const).flatMap((kind): Write[] => {
      const noted = [...this.#noted[kind]];
      this.#noted[kind].clear();
      return noted.map(([id, last_used_at]) => ({ kind, body: { id, last_used_at } }));
    });
    if (writes.length > 0) await this.#options.directory.commit(writes);
  }

  /** Writes pending uses. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.write();
  }
}
