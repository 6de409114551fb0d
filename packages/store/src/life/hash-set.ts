/** Below this, sorting is not worth it. */
const fewest = 1_000;

/**
 * A set of 64-bit hashes that only grows, with eight bytes per hash: a sorted array, and a list of
 * recent hashes that is merged into it when it gets long.
 */
export class HashSet {
  #sorted = new BigUint64Array();
  readonly #latest = new Set<bigint>();

  add(hashes: readonly bigint[]): void {
    const most = Math.max(fewest, this.#sorted.length / 8);
    if (this.#latest.size + hashes.length <= most) {
      for (const hash of hashes) if (!this.has(hash)) this.#latest.add(hash);
      return;
    }
    const all = new BigUint64Array(this.#sorted.length + this.#latest.size + hashes.length);
    all.set(this.#sorted);
    all.set([...this.#latest], this.#sorted.length);
    all.set(hashes, this.#sorted.length + this.#latest.size);
    this.#latest.clear();
    this.#sorted = all.sort().filter((hash, at, sorted) => at === 0 || hash !== sorted[at - 1]);
  }

  has(hash: bigint): boolean {
    if (this.#latest.has(hash)) return true;
    let from = 0;
    let to = this.#sorted.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((this.#sorted[middle] as bigint) < hash) from = middle + 1;
      else to = middle;
    }
    return this.#sorted[from] === hash;
  }
}
