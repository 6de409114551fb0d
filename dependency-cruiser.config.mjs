// Which module may import which: no circle anywhere, and no import upwards, neither between packages
// nor between the folders of the SDK. Checked by `npm run check`.

/** From the top; a package imports only from those below it. */
const packages = [
  ['dashboard', 'cli', 'collector'],
  ['sdk', 'store'],
  ['analytics', 'destinations'],
  ['protocol'],
];

/** The folders of the SDK from the top; a folder imports only from those below it. */
const folders = [
  ['self-contained.ts'],
  ['index.ts'],
  ['create-telemetry.ts', 'adapters/', 'testing/'],
  ['invocation/', 'telemetry-commands/'],
  ['consent/'],
  ['launch/', 'sender/', 'project/'],
  ['spool/', 'telemetry.ts'],
  ['errors/'],
  ['process-end/'],
  ['runtime/', 'catalog/'],
];

const literally = (text) => text.replaceAll('.', '\\.');

/** One rule for each place: it imports nothing from its own level, itself aside, or from above. */
function forbidUpwards(levels, pathOf) {
  return levels
    .flatMap((level, at) =>
      level.map((name) => ({
        name: `${name}-imports-downwards`,
        severity: 'error',
        from: { path: pathOf(name), pathNot: '\\.test\\.tsx?$|/fixtures/' },
        to: {
          path: levels
            .slice(0, at + 1)
            .flat()
            .filter((other) => other !== name)
            .map(pathOf),
        },
      })),
    )
    .filter(({ to }) => to.path.length > 0);
}

export default {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    ...forbidUpwards(packages, (name) => `^packages/${name}/`),
    ...forbidUpwards(folders, (name) => `^packages/sdk/src/${literally(name)}`),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/|/public/|\\.d\\.c?ts$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
