import { afterEach, beforeEach } from 'vitest';
import { type ReceivingServer, startReceivingServer } from '../runtimes/receiving-server.js';
import type { ToolPlace } from '../tool-place.js';
import { createPlace } from './place.js';

/** Gives each test of a file a new server, and a place whose tool reports to it. */
export function useServerAndPlace(
  give: (started: { server: ReceivingServer; place: ToolPlace }) => void,
): void {
  let server: ReceivingServer;
  let place: ToolPlace;
  beforeEach(async () => {
    server = await startReceivingServer();
    place = createPlace(server.url);
    give({ server, place });
  });
  afterEach(async () => {
    await place.remove();
    await server.close();
  });
}
