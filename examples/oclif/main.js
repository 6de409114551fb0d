import { execute } from '@oclif/core';
import { instrument } from 'sonde/oclif';
import { telemetry } from './telemetry.js';

instrument(telemetry);
await execute({ dir: import.meta.url });
