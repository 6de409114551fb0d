// A separate process with a user's environment: sends events that the user's runs of orbit left.
import { catalog } from '@sonde/example-orbit/catalog';
import { createTelemetry } from 'sonde';

await createTelemetry({
  catalog,
  version: 'main',
  // Like orbit itself: a user without a terminal has not seen the notice.
  notice: { isGivenElsewhere: true },
}).flush();
