export type { Fault, FaultRule } from './faults.js';
export type { TokenLifetimes } from './oauth/provider.js';
export { type OrbitCloud, type OrbitCloudOptions, startOrbitCloud } from './orbit-cloud.js';
