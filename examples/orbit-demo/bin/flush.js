// A process of its own, with a user's environment: sends what the user's runs of orbit left behind.
import { catalog } from '@sonde/example-orbit/catalog';
import { createTelemetry } from 'sonde';

await createTelemetry({
  catalog,
  version: 'main',
  // As orbit says itself: a user without a terminal was never shown one.
  notice: { isGivenElsewhere: true },
}).flush();
