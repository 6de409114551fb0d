import { type Build, ownRoot, rowNames } from './build.js';
import { type DataDirectories, eightWeeks, openCopy, recentAndOld } from './data.js';
import { interleave, median, ms, ratio, type Timed, times } from './interleave.js';

/** How much of the smallest size is recent when only old events grow. */
const recentShare = 0.75;

/**
 * Measures every row over data of several sizes, all in the same rounds: once everything grows, and
 * once only events that no query for 30 days needs.
 */
export async function measureGrowth(
  directories: DataDirectories,
  sizes: readonly number[],
  rounds: number,
): Promise<void> {
  const smallest = Math.min(...sizes);
  const recent = recentShare * smallest;
  const curves = [
    { title: 'everything grows', fill: (events: number) => eightWeeks(events) },
    {
      title: 'only events that are 90 to 365 days old grow',
      fill: (events: number) => recentAndOld(recent, events - recent),
    },
  ];
  for (const { title, fill } of curves) {
    const builds: { size: number; build: Build; directory: string }[] = [];
    for (const size of sizes) {
      const filled = await directories.fill(fill(size), { root: ownRoot });
      const { build, directory } = await openCopy(directories, filled);
      directories.remove(filled);
      builds.push({ size, build, directory });
    }
    const timed: Timed[] = [];
    const nameOf = (row: string, size: number) => `${row}, ${size}`;
    for (const [index, row] of [...rowNames, 'count'].entries()) {
      for (const { size, build } of builds) {
        const run = (round: number) =>
          row === 'count' ? build.ask('count') : build.ask('run', { index, moved: round + 1 });
        await run(-1);
        timed.push({ name: nameOf(row, size), run });
      }
    }
    const took = await interleave(timed, rounds);
    console.log(`\n${title}: milliseconds, and as a multiple of those at the smallest size`);
    const table = [...rowNames, 'count'].map((row) => {
      const columns = sizes.flatMap((size) => {
        const name = nameOf(row, size);
        const growth = times(ratio(took, name, nameOf(row, smallest)));
        const title = `${size / 1e6} M`;
        return [
          [`${title}, ms`, ms(median(took, name))] as const,
          ...(size === smallest ? [] : [[`${title}, ×`, growth] as const]),
        ];
      });
      return [row, Object.fromEntries(columns)] as const;
    });
    console.table(Object.fromEntries(table));
    for (const { build, directory } of builds) {
      await build.close();
      directories.remove(directory);
    }
  }
}
