// Slow connections, in a separate process: keeps a number of them open until a message stops it.
import { connect } from 'node:net';

const head = [
  'POST /ingest HTTP/1.1',
  'Host: 127.0.0.1',
  'Content-Type: application/json',
  'Content-Length: 1000000',
  '',
  '{',
].join('\r\n');

let wanted = 0;
const open = new Set();

/**
 * Every second connection declares 1 MB and sends one byte of it per second; the others send their
 * head that slowly.
 */
function openOne(port, index) {
  const text = index % 2 === 0 ? head : head.slice(0, 30);
  const socket = connect(port, '127.0.0.1').resume();
  open.add(socket);
  socket.on('connect', () => socket.write(text));
  const timer = setInterval(() => socket.writable && socket.write(' '), 1_000);
  socket.on('error', () => {});
  socket.on('close', () => {
    clearInterval(timer);
    open.delete(socket);
    // A connection that was cut is reopened.
    if (open.size < wanted) openOne(port, index);
  });
}

process.on('message', ({ port, count }) => {
  wanted = count;
  if (count === 0) for (const socket of open) socket.destroy();
  for (let index = open.size; index < count; index += 1) openOne(port, index);
  const settled = setInterval(() => {
    const connected = [...open].filter((socket) => !socket.connecting).length;
    if (connected !== count) return;
    clearInterval(settled);
    process.send({ connected });
  }, 50);
});
process.on('disconnect', () => process.exit(0));
