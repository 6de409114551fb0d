import { EventMap } from './event-map.js';

/**
 * Remembers recent events in bounded memory: at least `size`, at most twice that.
 *
 * Two generations: when the younger one is full, the older one is dropped.
 */
export class RecentIds {
  readonly #size: number;
  #younger = new EventMap<true>();
  #older = new EventMap<true>();

  constructor(size: number) {
    this.#size = size;
  }

  has(project: string, insertId: string): boolean {
    return (
      this.#younger.get(project, insertId) === true || this.#older.get(project, insertId) === true
    );
  }

  add(project: string, insertId: string): void {
    if (this.#size === 0) return;
    if (this.#younger.size >= this.#size) {
      this.#older = this.#younger;
      this.#younger = new EventMap();
    }
    this.#younger.set(project, insertId, true);
  }
}
