import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseContext, CaseFinding, ConformanceCase } from '../conformance-case.js';
import { playScenario } from '../scenario.js';
import { variableName } from '../subject.js';

/**
 * Loaded by Node.js before the tool. After the number of clock reads given in the file `looks`, the
 * clock is a day earlier. Times passed to the program are not changed.
 */
const steppingClock = `
const { readFileSync, writeFileSync } = require('node:fs');
const looks = Number(readFileSync(__dirname + '/looks', 'utf8'));
const own = Date;
let count = 0;
function now() {
  count += 1;
  if (count === looks + 1) writeFileSync(__dirname + '/stepped', '');
  return own.now() - (count > looks ? 86_400_000 : 0);
}
globalThis.Date = new Proxy(own, {
  apply: () => new own(now()).toString(),
  construct: (target, given, to) => Reflect.construct(target, given.length === 0 ? [now()] : given, to),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
writeFileSync(__dirname + '/loaded', '');
`;

/** Clock reads before the jump, one run each: before the first event, and between any two. */
const looksBefore = [1, 2, 3, 4, 5, 6, 8, 12, 20];

async function stepWithinRuns(context: CaseContext): Promise<CaseFinding> {
  const directory = mkdtempSync(join(realpathSync(tmpdir()), 'sonde-clock-'));
  const place = (name: string) => join(directory, name);
  const stepAfter = (looks: number) => writeFileSync(place('looks'), String(looks));
  const own = context.subject.environment.NODE_OPTIONS ?? '';
  try {
    writeFileSync(place('clock.cjs'), steppingClock);
    stepAfter(0);
    const finding = await playScenario(context, {
      endpoint: 'closed',
      variables: {
        NODE_OPTIONS: `${own} --require=${JSON.stringify(place('clock.cjs'))}`.trim(),
      },
      async inspect({ again }) {
        for (const looks of looksBefore) {
          stepAfter(looks);
          await again();
        }
        return [];
      },
    });
    if (!existsSync(place('loaded'))) {
      return {
        outcome: 'skipped',
        why: 'the clock can be changed only for tools that run on Node.js',
      };
    }
    return existsSync(place('stepped'))
      ? finding
      : { outcome: 'skipped', why: 'the tool never read the clock' };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The clock changes while the tool is used. */
export const clockCases: readonly ConformanceCase[] = [
  {
    name: 'clock-back',
    title: 'the clock jumps back a day between two runs',
    run: (context) => {
      const offset = variableName(context.subject.tool, 'CLOCK_OFFSET_MS');
      return playScenario(context, {
        endpoint: 'closed',
        own: { [offset]: '86400000' },
        async inspect({ again }) {
          await again();
          return [];
        },
      });
    },
  },
  {
    name: 'clock-back-within-run',
    title: 'the clock jumps back a day within a run, at several moments',
    run: stepWithinRuns,
  },
  {
    name: 'clock-nonsense',
    title: 'the clock has no valid time',
    run: (context) =>
      playScenario(context, {
        endpoint: 'closed',
        own: { [variableName(context.subject.tool, 'CLOCK_OFFSET_MS')]: 'NaN' },
      }),
  },
];
