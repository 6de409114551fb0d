import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { createAdmissions } from './admission.js';
import { readBody } from './read-body.js';

const { admit } = createAdmissions({
  pendingEvents: () => 0,
  pendingEventsMax: 1,
  bodyBytesMax: 1_000_000,
});

/** A request whose body arrives in these pieces. */
function send(pieces: Iterable<Buffer>, headers: Record<string, string> = {}): IncomingMessage {
  return Object.assign(Readable.from(pieces, { objectMode: false }), { headers }) as never;
}

test.each([1, 2, 7, 1_000, 60_000])('a body in pieces of %i bytes is one body', async (size) => {
  const whole = Buffer.from(Array.from({ length: 50_000 }, (_, index) => index % 251));
  const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, index) =>
    whole.subarray(index * size, (index + 1) * size),
  );
  const { body, admission } = await readBody(send(pieces), { bytesMax: whole.length, admit });
  expect(body.equals(whole)).toBe(true);
  admission.release();
});

test('a missing body is an empty one', async () => {
  const { body, admission } = await readBody(send([]), { bytesMax: 10, admit });
  expect(body.length).toBe(0);
  admission.release();
});

test('a body that is too large is refused by its declared or its actual length', async () => {
  const tooLarge = expect.objectContaining({ code: 'body_too_large' });
  const declared = send([], { 'content-length': '11' });
  await expect(readBody(declared, { bytesMax: 10, admit })).rejects.toEqual(tooLarge);
  const arrived = send([Buffer.alloc(6), Buffer.alloc(6)]);
  await expect(readBody(arrived, { bytesMax: 10, admit })).rejects.toEqual(tooLarge);
});
