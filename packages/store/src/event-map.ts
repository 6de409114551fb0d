/**
 * A map by project and insert id. Inside, a map for each project: a key made of both texts would have
 * to be made and hashed at every look.
 */
export class EventMap<Value> {
  readonly #projects = new Map<string, Map<string, Value>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(project: string, insertId: string): Value | undefined {
    return this.#projects.get(project)?.get(insertId);
  }

  set(project: string, insertId: string, value: Value): void {
    let events = this.#projects.get(project);
    if (events === undefined) {
      events = new Map();
      this.#projects.set(project, events);
    }
    this.#size -= events.size;
    events.set(insertId, value);
    this.#size += events.size;
  }

  delete(project: string, insertId: string): void {
    const events = this.#projects.get(project);
    if (events?.delete(insertId) !== true) return;
    this.#size -= 1;
    if (events.size === 0) this.#projects.delete(project);
  }
}
