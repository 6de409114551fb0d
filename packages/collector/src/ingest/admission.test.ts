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

test('a body that turns out longer is turned away when it does not fit beside the others', () => {
  let pending = 0;
  const admit = createAdmission({
    pendingEvents: () => pending,
    pendingEventsMax: 10,
    bodyBytesMax: 100,
  });
  const first = admit(1);
  const second = admit(1);
  first.resize(99);
  expect(() => second.resize(2)).toThrow(expect.objectContaining({ code: 'overloaded' }));
  first.release();
  second.resize(100);
  second.release();
  const third = admit(1);
  pending = 10;
  expect(() => third.resize(1)).toThrow(expect.objectContaining({ code: 'overloaded' }));
});
