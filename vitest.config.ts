import { defineConfig } from 'vitest/config';

/** Limits only matter when something fails, and the machine may be slow or busy. */
const limits = {
  testTimeout: 300_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 120_000 } },
} as const;

const wholeWay = {
  ...limits,
  pool: 'forks',
  // Each file starts a collector, tools and often a browser: one at a time on a small machine.
  fileParallelism: false,
  sequence: { groupOrder: 2 },
} as const;

/** Starts the one browser of a project's tests. */
const globalSetup = 'e2e/start-chromium.ts';

/** Beside what they test; run with `npm run test:all` only. */
const longTests = '{packages/*/src,examples/*/src,e2e}/**/*.long.test.ts';
/** With more cases there than in `npm test`. */
const agreement = 'packages/store/src/store-agrees-with-fold.test.ts';

/** With all but the newest version of each framework, which `npm test` runs. */
const frameworkVersions = 'packages/sdk/src/adapters/rejections.test.ts';

/** Uses the temporary directory of the system, which the tools of the unit tests also look into. */
const usesSystemDirectory = 'packages/sdk/src/launch/sandbox.test.ts';

/** Asks only whether the table of cases is whole, and runs none. */
const contractTable = 'e2e/contract/coverage.test.ts';

/**
 * These open the store's engine in their process, which then takes a gigabyte; starting a tool from
 * it takes several times as long. So they are separate projects, with processes of their own.
 */
const withEngine = 'packages/{store,collector}/src/**';

const unit = {
  ...limits,
  pool: 'forks',
  // A process for each file would take longer to start than most files take to run.
  isolate: false,
  // Most of the time they wait for processes of their own.
  maxWorkers: '100%',
} as const;

const long = {
  ...wholeWay,
  env: { SONDE_TEST_LONG: '1' },
  // A process for each file would load everything again.
  isolate: false,
  testTimeout: 900_000,
  globalSetup,
  fileParallelism: true,
  // Two keep two processors busy: three take longer.
  maxWorkers: 2,
} as const;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'scripts/*.test.mjs',
            'packages/*/src/**/*.test.{ts,tsx}',
            'examples/*/src/**/*.test.ts',
            contractTable,
          ],
          exclude: [longTests, usesSystemDirectory, withEngine],
          ...unit,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'engine',
          include: [`${withEngine}/*.test.ts`],
          exclude: [longTests],
          ...unit,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts', usesSystemDirectory],
          exclude: [
            'e2e/runtimes/**',
            'e2e/agents/**',
            'e2e/runners/**',
            'e2e/long/**',
            'e2e/contract/**',
            'e2e/packages/**',
            longTests,
          ],
          ...wholeWay,
          globalSetup,
          // They wait for processes and pages most of the time.
          fileParallelism: true,
          maxWorkers: 2,
        },
      },
      // What takes long and guards a promise: `npm run test:all -- long`.
      {
        test: {
          name: 'long',
          include: ['e2e/long/**/*.test.ts', longTests, frameworkVersions],
          exclude: ['e2e/clients/**', withEngine],
          ...long,
        },
      },
      {
        test: {
          name: 'long-engine',
          include: [`${withEngine}/*.long.test.ts`, agreement],
          ...long,
          // An engine that stays open after a failure would fail every later file in the process.
          isolate: true,
          sequence: { groupOrder: 3 },
        },
      },
      // Pictures of the pages, to look at: `npm run screenshots`.
      {
        test: {
          name: 'screenshots',
          include: ['e2e/screenshots/*.shots.ts'],
          ...wholeWay,
          testTimeout: 3_600_000,
          globalSetup,
        },
      },
      // The tarballs, installed alone: `npm run test:all -- packages`.
      { test: { name: 'packages', include: ['e2e/packages/*.test.ts'], ...wholeWay } },
      // Every line of the contract, by running orbit, and the pages it opens: `npm run test:all -- contract`.
      {
        test: {
          name: 'contract',
          include: ['e2e/contract/*.test.ts'],
          exclude: [contractTable],
          ...wholeWay,
          globalSetup,
          maxConcurrency: 3,
        },
      },
    ],
  },
});
