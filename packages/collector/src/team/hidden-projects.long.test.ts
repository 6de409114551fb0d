import { writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { createTestDirectory, runProcess, startProcess } from '../testing/collector-process.js';

const directory = createTestDirectory();
afterAll(() => directory.remove());

test('a configuration file that leaves out a project with data causes a warning', async () => {
  const data = ['--data-dir', directory.path('data')];
  const config = directory.path('sonde.json');
  const start = async (...projects: string[]) => {
    writeFileSync(
      config,
      JSON.stringify({ projects: Object.fromEntries(projects.map((id) => [id, {}])) }),
    );
    const collector = await startProcess([...data, '--config', config]);
    const list = async () => {
      const response = await fetch(`${collector.url}/api/v1/tools?project=default`);
      const { tools } = (await response.json()) as { tools: unknown };
      return [response.status, tools];
    };
    return { collector, list };
  };

  const first = await startProcess(data);
  const response = await fetch(`${first.url}/ingest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    // Quarantined events are data too.
    body: JSON.stringify({ events: [{ event: '' }], meta: { tool: 'orbit' } }),
  });
  expect(response.status).toBe(202);
  await first.stop();
  expect(first.output.stdout).not.toContain('warning');

  const hidden = await start('shop');
  expect((await hidden.list())[0]).toBe(404);
  await hidden.collector.stop();
  const { stdout, stderr } = hidden.collector.output;
  expect(stdout).toContain('  warning  data of undeclared projects is not shown: default;\n');
  expect(stdout).toContain('sonde-collector project create default\n');
  const logged = stderr.split('\n').filter((line) => line.includes('not declared'));
  expect(logged.map((line) => JSON.parse(line).projects)).toEqual([['default']]);

  // Both ways that the warning names.
  const declared = await start('shop', 'default');
  expect((await declared.list())[0]).toBe(200);
  await declared.collector.stop();
  expect(declared.collector.output).toMatchObject({
    stdout: expect.not.stringContaining('warning'),
    stderr: '',
  });
  const made = await start('shop');
  const created = await runProcess(['project', 'create', 'default', ...data]);
  expect([created.code, created.stderr]).toEqual([0, '']);
  expect((await made.list())[0]).toBe(200);
  await made.collector.stop();
  const last = await start('shop');
  await last.collector.stop();
  expect(last.collector.output.stdout).not.toContain('warning');
});
