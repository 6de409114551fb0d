import type { Persona } from './personas.js';
import type { FlowName } from './scenario.js';
import type { PlannedRun } from './schedule.js';

/** Counts runs. */
export interface Summary {
  add(run: PlannedRun, persona: Persona): void;
  runs(): number;
  /** Formats the counts as lines. */
  format(): string;
}

const titles: Record<FlowName | 'other', string> = {
  auth: 'Sign in',
  application_create: 'Create an application',
  plan_change: 'Change a plan',
  other: 'Other commands',
};
const outcomes = ['completed', 'aborted', 'failed', 'vanished'] as const;

export function createSummary(): Summary {
  const counts = new Map<string, number>();
  const count = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  const of = (key: string) => counts.get(key) ?? 0;
  return {
    add({ scenario: { flow, expected } }, persona) {
      const isFlow = flow !== undefined && expected.outcome !== 'none';
      count(isFlow ? `${flow} ${expected.outcome}` : 'other');
      if (expected.silent === true) count('silent');
      count(persona.kind);
      count('all');
    },
    runs: () => of('all'),
    format() {
      const width = Math.max(...Object.values(titles).map(({ length }) => length));
      const rows = Object.entries(titles).map(([flow, title]) => {
        const parts =
          flow === 'other'
            ? [`${of('other')}, of which ${of('silent')} are not counted (help, typos)`]
            : outcomes.map((outcome) => `${of(`${flow} ${outcome}`)} ${outcome}`);
        return `  ${title.padEnd(width)}  ${parts.join(', ')}`;
      });
      return [
        ...rows,
        `${of('all')} runs of orbit: ${of('human')} by people, ${of('agent')} by agents, ${of('ci')} in CI.`,
      ].join('\n');
    },
  };
}
