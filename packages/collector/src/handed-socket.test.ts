import { expect, test } from 'vitest';
import { readHandedSocket } from './handed-socket.js';

test.each([
  ['one for this process', { LISTEN_PID: '7', LISTEN_FDS: '1' }, 3],
  ['one for another process', { LISTEN_PID: '8', LISTEN_FDS: '1' }, undefined],
  ['none', { LISTEN_PID: '7' }, undefined],
  ['nothing', {}, undefined],
])('%s', (_, environment, fd) => {
  expect(readHandedSocket(environment, 7)).toBe(fd);
});

test.each(['0', '2', 'x'])('LISTEN_FDS=%s is refused', (LISTEN_FDS) => {
  expect(() => readHandedSocket({ LISTEN_PID: '7', LISTEN_FDS }, 7)).toThrow(
    expect.objectContaining({ code: 'setting_invalid' }),
  );
});
