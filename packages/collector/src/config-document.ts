import { isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';

/** A place in a file; line and column count from 1. */
export interface Place {
  line: number;
  column: number;
}

/** Creates the error for a fault at a place. */
export type Fail = (what: string, place?: Place) => Error;

export interface ConfigDocument {
  value: unknown;
  /** The place of the entry at a path, or of the nearest existing parent. */
  findPlace(path: readonly string[]): Place;
}

/** Parses YAML or JSON. Throws the error that `fail` makes for the first fault. */
export function parseConfigDocument(text: string, fail: Fail): ConfigDocument {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    stringKeys: true,
    // The library's message does not name the place of the first one.
    uniqueKeys: false,
  });
  const placeAt = (offset: number | undefined): Place => {
    const { line, col } = lineCounter.linePos(offset ?? 0);
    return { line, column: col };
  };
  const [fault] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  if (fault !== undefined) throw fail(fault.message, placeAt(fault.pos[0]));
  visit(document, {
    // A small file could expand to a large configuration, and there is no need for aliases.
    Alias(_, { range }) {
      throw fail('aliases are not supported: write the value out', placeAt(range?.[0]));
    },
    Map(_, { items }) {
      const lines = new Map<string, number>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        const place = placeAt(key.range?.[0]);
        const first = lines.get(name);
        if (first !== undefined) throw fail(`${name} occurs twice, first in line ${first}`, place);
        lines.set(name, place.line);
      }
    },
  });
  return {
    value: document.toJS(),
    findPlace(path) {
      let node: unknown = document.contents;
      let offset = document.contents?.range?.[0];
      for (const segment of path) {
        if (isMap(node)) {
          const pair = node.items.find(({ key }) => isScalar(key) && key.value === segment);
          if (!isScalar(pair?.key)) break;
          offset = pair.key.range?.[0];
          node = pair.value;
        } else if (isSeq(node)) {
          node = node.items[Number(segment)];
          if (!isScalar(node) && !isMap(node) && !isSeq(node)) break;
          offset = node.range?.[0];
        }
      }
      return placeAt(offset);
    },
  };
}
