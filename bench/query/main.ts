/**
 * How long the dashboard's queries take over ten million events, and what they need.
 *
 * Every time is compared with another one of the same rounds: with a plain count over the table,
 * with another build over a copy of the same data, with DuckDB, with the same query alone. Such a
 * ratio is comparable between machines, and between busy and quiet moments of one machine;
 * milliseconds are not. `--processor` measures processor time, which other load changes less.
 */
import { availableParallelism, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ownRoot, processorTime } from './build.js';
import { DataDirectories, eightWeeks, migrateCopy } from './data.js';
import { measureGrowth } from './measure-growth.js';
import { measureDuringIngest } from './measure-ingest.js';
import { measureMemory } from './measure-memory.js';
import { measurePeer } from './measure-peer.js';
import { measureRows } from './measure-rows.js';

const { values: options } = parseArgs({
  options: {
    events: { type: 'string', default: '10000000' },
    /** How often each query runs after the first time. */
    rounds: { type: 'string', default: '12' },
    /** Fill and keep this directory, or use it if it is filled. Default: a temporary one. */
    directory: { type: 'string' },
    /** Another checkout that is built, of an earlier version. */
    against: { type: 'string' },
    /** The parts to measure. Default: rows, memory and peer. */
    rows: { type: 'boolean', default: false },
    memory: { type: 'boolean', default: false },
    peer: { type: 'boolean', default: false },
    ingest: { type: 'boolean', default: false },
    growth: { type: 'boolean', default: false },
    processor: { type: 'boolean', default: false },
    'memory-limit-bytes': { type: 'string', default: String(2 ** 30) },
    /** Numbers of events of `--growth`. */
    sizes: { type: 'string', default: '1000000,3000000,10000000,30000000' },
  },
});
const { ingest, growth, processor } = options;
if (processor) {
  process.env[processorTime] = '1';
  console.log('All milliseconds are processor time.');
}
const chosen = [options.rows, options.memory, options.peer, ingest, growth].includes(true);
const parts = chosen ? options : { rows: true, memory: true, peer: true, ingest, growth };
const rounds = Number(options.rounds);
const against = options.against === undefined ? undefined : resolve(options.against);
const kept = options.directory === undefined ? undefined : resolve(options.directory);

const directories = new DataDirectories();
try {
  console.log(
    `${availableParallelism()} processors, ${(totalmem() / 2 ** 30).toFixed(0)} GB, ${rounds} rounds`,
  );
  if (parts.rows || parts.memory || parts.peer || parts.ingest) {
    const fill = eightWeeks(Number(options.events));
    const filled = await directories.fill(fill, { kept, root: against ?? ownRoot });
    const directory = await migrateCopy(directories, filled);
    if (parts.rows) {
      const other = against === undefined ? undefined : { root: against, directory: filled };
      await measureRows(directories, directory, { other, rounds });
    }
    if (parts.peer) await measurePeer(directories, directory, rounds);
    if (parts.memory) {
      await measureMemory(directories, directory, Number(options['memory-limit-bytes']));
    }
    if (parts.ingest) await measureDuringIngest(directories, directory, rounds);
  }
  if (parts.growth) {
    await measureGrowth(directories, options.sizes.split(',').map(Number), rounds);
  }
} finally {
  directories.removeAll();
}
