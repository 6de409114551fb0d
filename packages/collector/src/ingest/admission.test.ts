import { expect, test } from 'vitest';
import { createAdmissions } from './admission.js';

const overloaded = expect.objectContaining({ code: 'overloaded' });
const never = () => {
  throw new Error('cut');
};

function createHundred(pendingEvents = () => 0) {
  let time = 0;
  const { admit } = createAdmissions({
    pendingEvents,
    pendingEventsMax: 10,
    bodyBytesMax: 100,
    patienceMs: 1_000,
    now: () => time,
  });
  return {
    admit,
    pass: (ms: number) => {
      time += ms;
    },
    /** Admits a whole body of so many bytes. */
    take(bytes: number) {
      const admission = admit(never);
      admission.grow(bytes);
      admission.complete();
      return admission;
    },
  };
}

test('bodies are admitted up to the limit, and again after release', () => {
  const { admit, take } = createHundred();
  const first = take(60);
  const second = admit(never);
  second.grow(40);
  expect(() => second.grow(1)).toThrow(overloaded);
  second.release();
  first.resize(90);
  expect(() => take(11)).toThrow(overloaded);
  first.release();
  first.release();
  take(500).release();
  take(100);
});

test('bytes that are declared but do not arrive hold no memory', () => {
  const { admit, take } = createHundred();
  for (let count = 0; count < 1_000; count += 1) admit(never);
  take(100);
});

test('waiting events block further requests', () => {
  let pending = 9;
  const { admit, take } = createHundred(() => pending);
  const first = admit(never);
  take(1);
  pending = 10;
  expect(() => admit(never)).toThrow(overloaded);
  expect(() => first.resize(1)).toThrow(overloaded);
});

test('a body that grows is refused if it does not fit', () => {
  const { take } = createHundred();
  const first = take(1);
  const second = take(1);
  first.resize(99);
  expect(() => second.resize(2)).toThrow(overloaded);
  first.release();
  second.resize(100);
});

test('slow bodies lose their memory to faster ones, oldest first', () => {
  const { admit, pass, take } = createHundred();
  const reasons: string[] = [];
  const slow = ['first', 'second', 'third'].map((name) => {
    const admission = admit((reason) => reasons.push(`${name} ${reason.code}`));
    admission.grow(30);
    return admission;
  });
  pass(999);
  expect(() => take(11)).toThrow(overloaded);
  pass(1);
  slow[2]?.complete();
  const quick = take(50);
  expect(reasons).toEqual(['first request_timeout', 'second request_timeout']);
  // The third one waits for the store, like the fast one.
  expect(() => take(30)).toThrow(overloaded);
  for (const admission of [...slow, quick]) admission.release();
  take(100);
});
