import { expect, test } from 'vitest';
import { readMessages, type StreamMessage } from './read-messages.js';

test.each([1, 2, 7, 1_000])('reads messages that arrive in pieces of %d bytes', async (size) => {
  const bytes = new TextEncoder().encode(
    'retry: 1000\n\nid: a\n\n: still here\n\nid: b\nevent: stored\ndata: {"name":"Zoë: 1"}\n\nid: c\nevent: cut',
  );
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) {
        controller.enqueue(bytes.slice(at, at + size));
      }
      controller.close();
    },
  });
  const messages: StreamMessage[] = [];
  for await (const message of readMessages(body)) messages.push(message);
  expect(messages.map(({ id, event, data }) => [id, event, data])).toEqual([
    ['', '', ''],
    ['a', '', ''],
    ['a', '', ''],
    ['b', 'stored', '{"name":"Zoë: 1"}'],
  ]);
});
