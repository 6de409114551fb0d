export { type CloudAdmin, createCloudAdmin } from './cloud-admin.js';
export { answer, cancelAt, lastTurns, prompts, signInAddressUntil } from './dialogue.js';
export { type DrainOptions, drain, listUndelivered } from './drain.js';
export { createUser, type OrbitUser, type OrbitUserOptions, type Person } from './orbit-user.js';
export {
  type BrowserAction,
  type BrowserPerson,
  browse,
  personAtBrowserBin,
} from './person-at-browser.js';
export { type DemoOptions, runDemo } from './run-demo.js';
export { type OrbitRun, orbitBin, type RunOptions, runOrbit } from './run-orbit.js';
export { saveViews } from './save-views.js';
export {
  type ExpectedEnding,
  type FlowName,
  nearestRegion,
  type Scenario,
  type ScenarioNeeds,
  type ScenarioWorld,
  unavailableRegion,
} from './scenario.js';
export { createScenarios, findScenario, type ScenarioName, scenarios } from './scenarios.js';
export { createSchedule, type PlannedRun, type PlannedUser } from './schedule.js';
export type { Summary } from './summary.js';
export {
  keys,
  runInTerminal,
  type TerminalOptions,
  type TerminalRun,
  type Turn,
} from './terminal.js';
