import type { OutputFormat } from '../output.js';

/** Flags of `orbit application create`. */
export interface CreationOptions {
  name?: string;
  region?: string;
  plan?: string;
  acceptTerms?: true;
  dryRun?: true;
  output: OutputFormat;
}
