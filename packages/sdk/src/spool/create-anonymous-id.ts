import { anonymousIdOf } from '@sonde/protocol';
import { writeFileSync } from '../runtime/node-modules.js';
import { randomUuid } from '../runtime/random-uuid.js';
import { anonymousIdPath } from './anonymous-id.js';
import {
  addCollectors,
  adoptIdentity,
  type Collector,
  formatIdentity,
  type Identity,
  identityPathFor,
  originOf,
  readIdentity,
} from './identity.js';
import { makeDirectory } from './make-directory.js';
import { writeDraft } from './write-draft.js';

const attempts = 50;

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;

/** A random secret, and the UUID that is derived from it. */
function makeIdentity() {
  const secret = (randomUuid() + randomUuid()).replaceAll('-', '');
  // Not imported, since node:crypto would then be loaded with the other lazily loaded code.
  const { createHash } = process.getBuiltinModule('node:crypto');
  return { id: anonymousIdOf(createHash('sha256').update(secret).digest('hex')), secret };
}

/** The id in a file, if the file is for collectors of this origin; otherwise undefined. */
function idFor(identity: Identity, collector: Collector): string | undefined {
  const { path, id, collectors } = identity;
  const origin = originOf(collector);
  if (!collectors.some((known) => originOf(known) === origin)) return undefined;
  const isNamed = collectors.some(
    ({ type, endpoint }) => type === collector.type && endpoint === collector.endpoint,
  );
  if (!isNamed) addCollectors(path, [collector]);
  return id;
}

/**
 * The pseudonymous id of this installation for a collector, stored with the secret that it is derived
 * from. Only the holder of the secret can delete what the installation sent. Creates both if there are
 * none yet.
 *
 * Tools that start together get the same id. Throws if the directory cannot be used.
 *
 * @param own The tool's own collector.
 */
export function createAnonymousId(directory: string, collector: Collector, own: Collector): string {
  const first = anonymousIdPath(directory);
  let path = first;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    try {
      const found = readIdentity(path);
      if (found === undefined) {
        makeDirectory(directory);
        const made = makeIdentity();
        // Only one of several tools that start together creates the file; the others read it.
        const text = formatIdentity({ ...made, collectors: [collector] });
        writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
        return made.id;
      }
      if (found !== null) {
        if (path === first && found.collectors.length === 0) {
          adoptIdentity(directory, found, own);
          continue;
        }
        const id = idFor(found, collector);
        if (id !== undefined) return id;
        if (path !== first) throw new Error(`${path} is for another collector`);
        path = identityPathFor(directory, originOf(collector));
        continue;
      }
    } catch (error) {
      // Another process has created or deleted the file meanwhile.
      if (codeOf(error) !== 'EEXIST' && codeOf(error) !== 'ENOENT') throw error;
    }
    // The file is empty: another process has created it and is about to write it.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
  }
  // The file is damaged. If several processes replace it at the same moment, a run may go unreported.
  const made = makeIdentity();
  writeDraft(path, formatIdentity({ ...made, collectors: [collector] }));
  return made.id;
}
