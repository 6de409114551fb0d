import { authScenarios } from './auth-scenarios.js';
import { everydayScenarios } from './everyday-scenarios.js';
import { flagScenarios } from './flag-scenarios.js';
import { addApplication, signIn } from './person-state.js';
import { planChangeScenarios } from './plan-change-scenarios.js';
import type { Scenario } from './scenario.js';
import { terminalScenarios } from './terminal-scenarios.js';

export type CreateScenarioName =
  | (typeof terminalScenarios)[number]['name']
  | (typeof flagScenarios)[number]['name'];

export type ScenarioName =
  | CreateScenarioName
  | (typeof authScenarios)[number]['name']
  | (typeof planChangeScenarios)[number]['name']
  | (typeof everydayScenarios)[number]['name'];

/** Every outcome of `orbit application create`, for people, agents and CI. */
export const createScenarios: readonly Scenario[] = [...terminalScenarios, ...flagScenarios].map(
  (scenario: Scenario) => {
    const { outcome, step } = scenario.expected;
    const changes: Scenario['changes'] = (state, plan) => {
      if (outcome === 'completed') {
        signIn(state);
        addApplication(state, plan);
      } else if (step === 'api_key' || step === 'apply_plan') {
        // It exists at the service, on the initial plan.
        addApplication(state, 'free', false);
      }
    };
    return { ...scenario, flow: 'application_create', changes };
  },
);

/** All scenarios. */
export const scenarios: readonly Scenario[] = [
  ...createScenarios,
  ...authScenarios,
  ...planChangeScenarios,
  ...everydayScenarios,
];

/** Finds a scenario by name. */
export function findScenario(name: ScenarioName): Scenario {
  const scenario = scenarios.find((candidate) => candidate.name === name);
  if (scenario === undefined) throw new Error(`There is no scenario ${name}.`);
  return scenario;
}
