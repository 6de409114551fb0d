/**
 * Remembers recent ids in bounded memory: at least `size`, at most twice that.
 *
 * Two generations: when the younger one is full, the older one is dropped.
 */
export class RecentIds {
  readonly #size: number;
  #younger = new Set<string>();
  #older = new Set<string>();

  constructor(size: number) {
    this.#size = size;
  }

  has(id: string): boolean {
    return this.#younger.has(id) || this.#older.has(id);
  }

  add(id: string): void {
    if (this.#size === 0) return;
    if (this.#younger.size >= this.#size) {
      this.#older = this.#younger;
      this.#younger = new Set();
    }
    this.#younger.add(id);
  }
}
