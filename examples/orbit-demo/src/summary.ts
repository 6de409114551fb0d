import type { Persona } from './personas.js';
import { describe } from './play.js';
import type { PlannedRun } from './schedule.js';

/** Counts what was run. */
export interface Summary {
  add(run: PlannedRun, persona: Persona): void;
  runs(): number;
  /** Lines for a person. */
  format(): string;
}

export function createSummary(): Summary {
  const endings = new Map<string, number>();
  const kinds = new Map<string, number>();
  const count = (counts: Map<string, number>, key: string) =>
    counts.set(key, (counts.get(key) ?? 0) + 1);
  const total = () => [...kinds.values()].reduce((sum, runs) => sum + runs, 0);
  return {
    add(run, persona) {
      count(endings, describe(run));
      count(kinds, persona.kind);
    },
    runs: total,
    format() {
      const rows = [...endings].sort(([a], [b]) => a.localeCompare(b));
      const width = Math.max(0, ...rows.map(([ending]) => ending.length));
      const of = (kind: string) => kinds.get(kind) ?? 0;
      return [
        ...rows.map(([ending, runs]) => `  ${ending.padEnd(width)}  ${String(runs).padStart(4)}`),
        `${total()} runs of orbit: ${of('human')} by people, ${of('agent')} by agents, ${of('ci')} in CI.`,
      ].join('\n');
    },
  };
}
