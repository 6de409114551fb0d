import type { Command, Option } from 'commander';
import { findOperator } from '../operator/ask-operator.js';
import { readSettings, type SettingTexts } from '../settings.js';
import { checkRunning, checkStopped } from './check-collector.js';
import { checkMachine } from './check-machine.js';
import { checkSettings } from './check-settings.js';
import type { Finding } from './finding.js';

/**
 * Adds `doctor` to the program.
 *
 * @param options The options of `serve`, which are checked too.
 */
export function addDoctorCommand(program: Command, options: readonly Option[]): void {
  const command = program
    .command('doctor')
    .description('check a collector, running or stopped; give it the options of serve');
  for (const option of options) command.addOption(option);
  command.action(async (texts: SettingTexts) => {
    const settings = readSettings(texts, process.cwd());
    const ask = await findOperator(settings.dataDirectory);
    const findings = [
      ...(ask === undefined ? await checkStopped(settings) : await checkRunning(ask)),
      ...(await checkMachine(settings)),
      ...(await checkSettings(settings, { isRunning: ask !== undefined })),
    ];
    process.stdout.write(render(findings));
    process.exitCode = findings.some(({ state }) => state === 'fail') ? 1 : 0;
  });
}

function render(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ name }) => name.length));
  return findings
    .map(({ state, name, message, action }) => {
      const line = `${state.padEnd(4)}  ${name.padEnd(width)}  ${message}\n`;
      return action === undefined ? line : `${line}${' '.repeat(width + 8)}${action}\n`;
    })
    .join('');
}
