import { afterEach, beforeEach } from 'vitest';
import { type ReceivingServer, startReceivingServer } from './receiving-server.js';
import { createToolHome, type ToolHome } from './tool-home.js';

/** Gives each test of a file a new server, and a home whose tool reports to it. */
export function useServerAndHome(
  give: (started: { server: ReceivingServer; home: ToolHome }) => void,
): void {
  let server: ReceivingServer;
  let home: ToolHome;
  beforeEach(async () => {
    server = await startReceivingServer();
    home = createToolHome(server.url);
    give({ server, home });
  });
  afterEach(async () => {
    await home.remove();
    await server.close();
  });
}
