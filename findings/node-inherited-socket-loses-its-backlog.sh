#!/usr/bin/env bash
# Node.js 24.9.0 (npm package "node"), Linux with net.core.somaxconn of at least 1,024.
#
# A service manager opens a listening socket, with room for thousands of waiting connections, and
# passes it on, so that a restart refuses nobody. `server.listen({ fd, backlog })` ignores `backlog`:
# the option counts only beside a port or a path. Node.js listens again with its default of 511, and
# the kernel applies that to the socket that was opened with more. While the new process is still
# busy, connections beyond 512 wait for a second SYN or time out. `server.listen({ fd }, backlog)`,
# with the number as an argument of its own, keeps the room.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --loglevel=error node@24.9.0 >/dev/null
cat >child.mjs <<'JS'
import { createServer } from 'node:net';
const server = createServer();
const [form] = process.argv.slice(2);
const listening = () => {
  process.send('listening', () => {
    // Busy: nothing is accepted.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_000);
    process.exit(0);
  });
};
if (form === 'option') server.listen({ fd: 4, backlog: 1_024 }, listening);
else server.listen({ fd: 4 }, 1_024, listening);
JS
cat >probe.mjs <<'JS'
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
for (const form of ['option', 'argument']) {
  const opened = createServer().listen(0, '127.0.0.1', 1_024);
  await once(opened, 'listening');
  const { port } = opened.address();
  const child = spawn(process.execPath, ['child.mjs', form], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc', opened._handle.fd],
  });
  const ended = once(child, 'exit');
  // From here on only the child has the socket.
  opened.close();
  await once(child, 'message');
  let connected = 0;
  const sockets = Array.from({ length: 900 }, () =>
    connect(port, '127.0.0.1', () => (connected += 1)).on('error', () => {}),
  );
  // Shorter than the first repeat of a SYN.
  await new Promise((resolve) => setTimeout(resolve, 800));
  console.log(`${form}: ${connected} of 900 connected`);
  for (const socket of sockets) socket.destroy();
  await ended;
}
JS
node_modules/.bin/node probe.mjs | tee seen.txt
diff seen.txt - <<'EXPECTED'
option: 512 of 900 connected
argument: 900 of 900 connected
EXPECTED
echo 'As described.'
