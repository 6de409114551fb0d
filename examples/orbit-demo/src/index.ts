export { type CloudAdmin, createCloudAdmin } from './cloud-admin.js';
export { answer, cancelAt, lastTurns, prompts } from './dialogue.js';
export { type DrainOptions, drain, listUndelivered } from './drain.js';
export { createUser, type OrbitUser, type OrbitUserOptions } from './orbit-user.js';
export {
  type BrowserAction,
  type BrowserPerson,
  browse,
  personAtBrowserBin,
} from './person-at-browser.js';
export { type DemoOptions, runDemo } from './run-demo.js';
export { type OrbitRun, orbitBin, type RunOptions, runOrbit } from './run-orbit.js';
export {
  type ExpectedEnding,
  nearestRegion,
  type Scenario,
  type ScenarioNeeds,
  type ScenarioWorld,
  unavailableRegion,
} from './scenario.js';
export { findScenario, type ScenarioName, scenarios } from './scenarios.js';
export type { Summary } from './summary.js';
export {
  keys,
  runInTerminal,
  type TerminalOptions,
  type TerminalRun,
  type Turn,
} from './terminal.js';
