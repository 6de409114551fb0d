export type { QueryDependencies } from './api/routes.js';
