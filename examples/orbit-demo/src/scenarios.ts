import { flagScenarios } from './flag-scenarios.js';
import type { Scenario } from './scenario.js';
import { terminalScenarios } from './terminal-scenarios.js';

export type ScenarioName =
  | (typeof terminalScenarios)[number]['name']
  | (typeof flagScenarios)[number]['name'];

/** Every way in which `orbit application create` can end, for people, agents and CI. */
export const scenarios: readonly Scenario[] = [...terminalScenarios, ...flagScenarios];

/** The scenario of a name. */
export function findScenario(name: ScenarioName): Scenario {
  const scenario = scenarios.find((candidate) => candidate.name === name);
  if (scenario === undefined) throw new Error(`There is no scenario ${name}.`);
  return scenario;
}
