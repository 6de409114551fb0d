import { expect, test } from 'vitest';
import { createAdmission } from './admission.js';

test('bodies are let in up to the limit, and again when they are through', () => {
  const admit = createAdmission({
    pendingEvents: () => 0,
    pendingEventsMax: 10,
    bodyBytesMax: 100,
  });
  const first = admit(60);
  expect(() => admit(41)).toThrow(expect.objectContaining({ code: 'overloaded' }));
  first.resize(90);
  expect(() => admit(11)).toThrow(expect.objectContaining({ code: 'overloaded' }));
  first.release();
  first.release();
  const alone = admit(500);
  alone.release();
  admit(100);
});

test('events that wait for the store keep others out', () => {
  let pending = 9;
  const admit = createAdmission({
    pendingEvents: () => pending,
    pendingEventsMax: 10,
    bodyBytesMax: 100,
  });
  admit(1);
  pending = 10;
  expect(() => admit(1)).toThrow(expect.objectContaining({ code: 'overloaded' }));
});
