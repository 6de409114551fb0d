export { runTelemetryCommand } from './telemetry-commands/run-command.js';
