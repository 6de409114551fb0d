import { createCollector } from './collector.js';

const app = await createCollector({
  store: () => {
    throw new Error('The document is generated without a store.');
  },
});
await app.ready();
process.stdout.write(`${JSON.stringify(app.swagger(), null, 2)}\n`);
