export { type CollectorOptions, createCollector } from './collector.js';
export type { Configuration } from './config-file.js';
export { type RunningCollector, type StartOptions, startCollector } from './start-collector.js';
export { type Authenticate, createWriteKey, type WriteKey } from './write-keys.js';
