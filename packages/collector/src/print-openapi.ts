import type { Store } from '@sonde/store';
import { registerOpenapiRoute } from './api/openapi-route.js';
import { registerQueryRoutes } from './api/routes.js';
import { registerHealthRoutes } from './health.js';
import { createHttpServer } from './http-server.js';
import { registerIngestRoute } from './ingest/route.js';

const dependencies = {
  get store(): Store {
    throw new Error('The document is made without a store.');
  },
  projects: new Set<string>(),
  now: () => 0,
};

const app = await createHttpServer({
  logger: false,
  registerRoutes: (scope) => {
    registerIngestRoute(scope);
    registerHealthRoutes(scope, dependencies);
    registerQueryRoutes(scope, dependencies);
    registerOpenapiRoute(scope);
  },
});
await app.ready();
process.stdout.write(`${JSON.stringify(app.swagger(), null, 2)}\n`);
