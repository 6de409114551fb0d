import {
  baseProperties,
  type ContractEvent,
  type ContractProperty,
  events,
  flows,
  lifecycle,
} from './contract.js';
import type { CaseRun } from './contract-case.js';
import { anyEvent, line } from './contract-lines.js';
import { rules } from './contract-rules.js';
import { measureCoverage, numberCases } from './coverage.js';
import type { ExpectedEvent } from './expected-events.js';
import { markdownTable } from './markdown-table.js';

/** Number of cases that a line names; the others are counted. */
const mostNamed = 4;

/** Every line of the contract with the cases that show it, and every case with the events it expects. */
export function renderCoverageReport(): string {
  const coverage = measureCoverage();
  const shownBy = (name: string) => nameCases(coverage.get(name) ?? []);
  const cases = numberCases();
  return `${[
    '# Coverage of orbit’s contract',
    'Each line of the contract, with the numbers of the [cases](#cases) that show it.',
    '## On every event',
    propertiesTable(anyEvent, baseProperties, shownBy),
    '## Every command',
    eventsTable(Object.entries(lifecycle), shownBy),
    '## Outside flows',
    eventsTable(Object.entries(events), shownBy),
    ...Object.entries(flows).flatMap(([flow, { eventPrefix, steps, events }]) => [
      `## Flow \`${flow}\``,
      markdownTable(
        ['step', 'Ctrl-C', 'error', 'SIGKILL'],
        steps.map(({ name, cancelled, failed }) => [
          `\`${name}\``,
          cancelled ? shownBy(line.stop(flow, name, 'cancelled')) : '–',
          failed ? shownBy(line.stop(flow, name, 'failed')) : '–',
          shownBy(line.stop(flow, name, 'vanished')),
        ]),
      ),
      eventsTable(
        Object.entries(events).map(([suffix, event]) => [`${eventPrefix} ${suffix}`, event]),
        shownBy,
      ),
    ]),
    '## Rules',
    markdownTable(
      ['rule', 'cases'],
      Object.entries(rules).map(([id, text]) => [text, shownBy(line.rule(id))]),
    ),
    '## Cases',
    'One line per run: the command, its exit code, and the events it reports, in order. *Nothing*: no event, and no file on disk.',
    ...[...new Set(cases.map(({ topic }) => topic))].flatMap((topic) => [
      `### ${topic}`,
      markdownTable(
        ['#', 'case', 'run', 'exit', 'events'],
        cases
          .filter((one) => one.topic === topic)
          .flatMap(({ number, contractCase: { title, runs } }) =>
            runs.map((run, index) => [
              index === 0 ? `${number}` : '',
              index === 0 ? title : '',
              run.program === 'misuse'
                ? `\`misuse.mjs ${run.env?.ORBIT_MISUSE}\``
                : `\`orbit ${run.args.join(' ')}\``,
              run.exitCode === null ? 'SIGKILL' : `${run.exitCode}`,
              describeEvents(run),
            ]),
          ),
      ),
    ]),
  ].join('\n\n')}\n`;
}

function nameCases(numbers: readonly number[]): string {
  const named = numbers.slice(0, mostNamed).join(', ');
  const others = numbers.length - mostNamed;
  return others > 0 ? `${named} and ${others} more` : named || '**none**';
}

function eventsTable(
  all: readonly (readonly [string, ContractEvent])[],
  shownBy: (name: string) => string,
): string {
  return all
    .map(([name, { when, properties }]) => {
      const head = `**\`${name}\`**: ${when}. Cases: ${shownBy(line.event(name))}.`;
      if (Object.keys(properties).length === 0) return head;
      return `${head}\n\n${propertiesTable(name, properties, shownBy)}`;
    })
    .join('\n\n');
}

function propertiesTable(
  event: string,
  properties: Readonly<Record<string, ContractProperty>>,
  shownBy: (name: string) => string,
): string {
  return markdownTable(
    ['property', 'value', 'cases'],
    Object.entries(properties).flatMap(([name, property]) => [
      ...('values' in property
        ? property.values.map((value, index) => [
            index === 0 ? `\`${name}\`` : '',
            `\`${value}\``,
            shownBy(line.value(event, name, value)),
          ])
        : [[`\`${name}\``, property.shape, shownBy(line.property(event, name))]]),
      ...(property.onlyWhen === undefined
        ? []
        : [['', `absent unless ${property.onlyWhen}`, shownBy(line.absence(event, name))]]),
    ]),
  );
}

function describeEvents({ events }: CaseRun): string {
  if (events === 'nothing') return '*Nothing*';
  const described: { text: string; times: number }[] = [];
  for (const item of events) {
    if ('now' in item) continue;
    const text = describeEvent(item);
    const last = described.at(-1);
    if (last?.text === text) last.times += 1;
    else described.push({ text, times: 1 });
  }
  return described
    .map(({ text, times }) => (times === 1 ? text : `${text}, ${times} times`))
    .join('<br>');
}

function describeEvent({ event, properties }: ExpectedEvent): string {
  const given = Object.entries(properties).map(([name, value]) =>
    typeof value === 'object' ? name : `${name}: ${value}`,
  );
  return given.length === 0 ? event : `${event} (${given.join(', ')})`;
}
