/** Records of one kind, by id and by one more unique value. */
export class RecordTable<Value extends { id: string }> {
  readonly #values = new Map<string, Value>();
  readonly #ids = new Map<string, string>();
  readonly #indexOf: (value: Value) => string;

  /** @param indexOf Returns the other unique value of a record. */
  constructor(indexOf: (value: Value) => string = ({ id }) => id) {
    this.#indexOf = indexOf;
  }

  get size(): number {
    return this.#values.size;
  }

  get(id: string): Value | undefined {
    return this.#values.get(id);
  }

  /** The record with this value of the index. */
  find(index: string): Value | undefined {
    const id = this.#ids.get(index);
    return id === undefined ? undefined : this.#values.get(id);
  }

  values(): IterableIterator<Value> {
    return this.#values.values();
  }

  set(value: Value): void {
    this.delete(value.id);
    this.#values.set(value.id, value);
    this.#ids.set(this.#indexOf(value), value.id);
  }

  delete(id: string): void {
    const value = this.#values.get(id);
    if (value === undefined) return;
    this.#values.delete(id);
    const index = this.#indexOf(value);
    if (this.#ids.get(index) === id) this.#ids.delete(index);
  }
}
