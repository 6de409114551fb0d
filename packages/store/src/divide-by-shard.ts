import { crc32 } from 'node:zlib';
import { unescapeField } from './tab-separated.js';

const [tab, lineBreak, backslash] = [...Buffer.from('\t\n\\')] as [number, number, number];

/**
 * Divides lines of events, as `encodeEvent` writes them, into those of each shard. An invocation is
 * on one shard as a whole, so that its repeats meet and it can be folded there.
 *
 * Never change where an invocation belongs: a repeat would not find its original. In SQL:
 * `CRC32(concat(project, char(0), invocation_id)) % shards`.
 */
export function divideByShard(lines: readonly Buffer[], shards: number): Buffer[][] {
  const split = Array.from({ length: shards }, (): Buffer[] => []);
  if (shards === 1) return [[...lines]];
  for (const some of lines) {
    // Lines of an invocation usually follow each other.
    let start = 0;
    let shard = -1;
    for (let at = 0; at < some.length; ) {
      const its = shardOf(some, at, shards);
      if (its !== shard) {
        if (at > start) split[shard]?.push(some.subarray(start, at));
        start = at;
        shard = its;
      }
      at = some.indexOf(lineBreak, at) + 1;
    }
    if (start < some.length) split[shard]?.push(some.subarray(start));
  }
  return split;
}

/** The first fields of a line are `project`, `event` and `invocation_id`. */
function shardOf(lines: Buffer, at: number, shards: number): number {
  const endOfProject = lines.indexOf(tab, at);
  const endOfEvent = lines.indexOf(tab, endOfProject + 1);
  const endOfInvocation = lines.indexOf(tab, endOfEvent + 1);
  const project = readField(lines.subarray(at, endOfProject));
  const invocation = readField(lines.subarray(endOfEvent + 1, endOfInvocation));
  return crc32(invocation, crc32('\0', crc32(project))) % shards;
}

function readField(field: Buffer): Buffer {
  return field.includes(backslash) ? Buffer.from(unescapeField(field.toString())) : field;
}
