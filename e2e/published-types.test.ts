import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTelemetry, type Telemetry } from 'sonde';
import { defineCatalog, oneOf } from 'sonde/catalog';
import { createRecordingTelemetry } from 'sonde/testing';
import { expect, test } from 'vitest';

// Each entry of the package has separate types: calls of one entry must accept the catalog of
// another.
const catalog = defineCatalog({
  tool: 'lantern',
  events: { Cleared: { properties: { scope: oneOf('all', 'project') } }, Plain: {} },
  flows: {
    deploy: {
      title: 'Deploy',
      eventPrefix: 'Deploy',
      steps: ['build'],
      reasons: ['quota'],
      milestones: { Uploaded: { step: 'build' } },
      completed: { target: oneOf('edge', 'core') },
    },
  },
});

/** Never called: `@ts-expect-error` tests the compiler. */
export function compile(): Telemetry<typeof catalog> {
  const telemetry = createTelemetry({ catalog, version: '1.0.0' });
  telemetry.track('Cleared', { scope: 'all' });
  // @ts-expect-error a value outside the enumeration
  telemetry.track('Cleared', { scope: 'nothing' });
  // @ts-expect-error a property that is not declared
  telemetry.track('Cleared', { scope: 'all', name: 'x' });
  // @ts-expect-error the property is missing
  telemetry.track('Cleared');
  // @ts-expect-error an event that is not declared
  telemetry.track('Deployed');
  // @ts-expect-error a flow that is not declared
  telemetry.startFlow('undeploy');
  const flow = telemetry.startFlow('deploy');
  flow.step('build');
  // @ts-expect-error a step that is not declared
  flow.step('upload');
  flow.abort('quota');
  // @ts-expect-error a reason that is not declared
  flow.abort('bored');
  flow.milestone('Uploaded');
  // @ts-expect-error a milestone that is not declared
  flow.milestone('Downloaded');
  flow.complete({ target: 'edge' });
  // @ts-expect-error a value outside the enumeration
  flow.complete({ target: 'moon' });
  // @ts-expect-error the property is missing
  flow.complete();
  return createRecordingTelemetry({ catalog });
}

test('telemetry of the testing kit can be used like any telemetry', () => {
  const telemetry = createRecordingTelemetry({ catalog });
  const held: Telemetry<typeof catalog> = telemetry;
  held.track('Cleared', { scope: 'all' });
  expect(telemetry.events).toMatchObject([{ event: 'Cleared', properties: { scope: 'all' } }]);
});

test('a project for a runtime without `using` and without Node.js types compiles with library checks', () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const directory = mkdtempSync(join(tmpdir(), 'sonde-types-'));
  try {
    const installed = join(directory, 'node_modules', 'sonde');
    cpSync(join(root, 'packages/sdk/dist'), join(installed, 'dist'), { recursive: true });
    cpSync(join(root, 'packages/sdk/package.json'), join(installed, 'package.json'));
    cpSync(join(root, 'node_modules/commander'), join(directory, 'node_modules', 'commander'), {
      recursive: true,
    });
    writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
    writeFileSync(
      join(directory, 'lantern.ts'),
      `import { Command } from 'commander';
      import { createTelemetry, defineCatalog } from 'sonde';
      import { instrument } from 'sonde/commander';
      import { createRecordingTelemetry } from 'sonde/testing';
      const catalog = defineCatalog({ tool: 'lantern', events: { Lit: {} } });
      const telemetry = createTelemetry({ catalog, version: '1.0.0' });
      telemetry.track('Lit');
      createRecordingTelemetry({ catalog }).track('Lit');
      instrument(new Command('lantern'), telemetry);`,
    );
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const { status, stdout } = spawnSync(
      process.execPath,
      [
        compiler,
        '--noEmit',
        '--strict',
        '--target',
        'es2022',
        '--module',
        'nodenext',
        'lantern.ts',
      ],
      { cwd: directory, encoding: 'utf8' },
    );
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
