import { quantile } from '../quantile.js';
import { type Build, ownRoot, rowNames, type TableSize } from './build.js';
import { type DataDirectories, openCopy } from './data.js';
import { compareFields } from './differences.js';
import { interleave, median, ms, ratio, type Timed, times } from './interleave.js';

/**
 * Measures every row in the store, with a count over the table after each. With another build, both
 * run over copies of the same data, in the same rounds.
 *
 * @param directory The data as this build has migrated it.
 * @param other Another build, and the data as it was filled.
 */
export async function measureRows(
  directories: DataDirectories,
  directory: string,
  { other, rounds }: { other: { root: string; directory: string } | undefined; rounds: number },
): Promise<void> {
  const sources = { ours: { root: ownRoot, directory }, ...(other !== undefined && { other }) };
  const builds: { name: string; build: Build; sizes: TableSize[] }[] = [];
  const opened: string[] = [];
  for (const [name, source] of Object.entries(sources)) {
    const { build, directory: copy } = await openCopy(directories, source.directory, source.root);
    builds.push({ name, build, sizes: await build.ask('tables') });
    opened.push(copy);
  }
  const first = new Map<string, number>();
  const timed: Timed[] = [];
  for (const [index, row] of rowNames.entries()) {
    for (const { name, build } of builds) {
      first.set(`${row} ${name}`, await build.ask('run', { index, moved: 0 }));
      timed.push(
        { name: `${row} ${name}`, run: (round) => build.ask('run', { index, moved: round + 1 }) },
        { name: `count after ${row} ${name}`, run: () => build.ask('count') },
      );
    }
  }
  const took = await interleave(timed, rounds);
  for (const { name, sizes } of builds) {
    const counts = rowNames.flatMap((row) => took.get(`count after ${row} ${name}`) ?? []);
    const count = quantile(counts, 0.5);
    console.log(`\n${name}: a count over the table takes ${ms(count)} ms`);
    const table = rowNames.map((row) => {
      const key = `${row} ${name}`;
      const compared =
        other === undefined || name !== 'ours'
          ? {}
          : { 'ours ÷ other': times(ratio(took, key, `${row} other`)) };
      return [
        row,
        {
          '÷ count': times(median(took, key) / count),
          ...compared,
          'median ms': ms(median(took, key)),
          'p95 ms': ms(quantile(took.get(key) ?? [], 0.95)),
          'first ms': ms(first.get(key) ?? Number.NaN),
        },
      ] as const;
    });
    console.table(Object.fromEntries(table));
    printSizes(sizes);
  }
  const [ours, others] = builds;
  if (ours !== undefined && others !== undefined) await compareAnswers(ours.build, others.build);
  for (const { build } of builds) await build.close();
  for (const copy of opened) directories.remove(copy);
}

/** Both builds must give the same responses. */
async function compareAnswers(ours: Build, other: Build): Promise<void> {
  for (const [index, row] of rowNames.entries()) {
    const request = { index, moved: 0 };
    const { fields, different } = compareFields(
      await ours.ask('answer', request),
      await other.ask('answer', request),
    );
    console.log(`${row}: ${fields} fields, ${different.length} differ from the other build's`);
    for (const line of different.slice(0, 20)) console.log(`  ${line}`);
    if (different.length > 0) process.exitCode = 1;
  }
}

/** Disk space of all tables, for each million events. */
function printSizes(sizes: readonly TableSize[]): void {
  const events = sizes.find(({ name }) => name === 'events')?.rows ?? Number.NaN;
  const perMillion = (bytes: number) => bytes / events;
  const sum = sizes.reduce((total, { bytes }) => total + bytes, 0);
  const parts = sizes
    .filter(({ bytes }) => perMillion(bytes) >= 0.05)
    .map(({ name, bytes }) => `${name} ${perMillion(bytes).toFixed(1)}`);
  console.log(
    `${perMillion(sum).toFixed(1)} MB on disk per million events (${parts.join(', ')}); ${events} events`,
  );
}
