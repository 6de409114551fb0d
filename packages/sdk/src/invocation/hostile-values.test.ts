// Values that throw when they are read: the tool does not notice.

import { describe, expect, test } from 'vitest';
import { reportCommand } from '../adapters/plain.js';
import { oneOf, optional } from '../catalog.js';
import { createRecordingTelemetry } from '../testing.js';

/** A thrown value without a text: converting it to a string throws as well. */
const bad = Object.create(null);
const fail = () => {
  throw bad;
};
const create = () => {
  const site = optional(oneOf('a', 'b'));
  const telemetry = createRecordingTelemetry({
    catalog: { tool: 'lantern', events: { Noted: { properties: { site } } } },
  });
  return { telemetry, names: () => telemetry.events.map(({ event }) => event) };
};
const odd = (value: unknown) => value as never;

describe('a thrown value without a text', () => {
  test.each<[string, (telemetry: ReturnType<typeof create>['telemetry']) => void]>([
    [
      'a getter',
      (telemetry) =>
        telemetry.setInvocationProperties(
          odd({
            get n() {
              return fail();
            },
          }),
        ),
    ],
    [
      'a proxy',
      (telemetry) => telemetry.setInvocationProperties(odd(new Proxy({}, { ownKeys: fail }))),
    ],
    ['a client', (telemetry) => telemetry.setClient(odd({ trim: fail }))],
  ])('leaves the method alone: %s', (_name, call) => {
    const { telemetry, names } = create();
    telemetry.startCommand('lantern list');
    expect(() => call(telemetry)).not.toThrow();
    telemetry.exit(0);
    expect(names()).toEqual(['Command Invoked', 'Command Completed']);
  });

  test('costs a value, not the event', () => {
    const { telemetry, names } = create();
    telemetry.track('Noted', odd(new Proxy({}, { ownKeys: fail, get: fail })));
    expect(names()).toEqual(['Noted']);
    expect(telemetry.losses).toEqual({ value: 1 });
  });

  test('does not affect the body of a unit of work', () => {
    const { telemetry } = create();
    const options = odd({
      get client() {
        return fail();
      },
    });
    expect(telemetry.runInvocation('lantern unit', () => 'done', options)).toBe('done');
  });
});

/** Such as a query that asks the database whenever its `then` is called. */
describe('a result that starts its work when it is awaited', () => {
  test.each<
    [string, (telemetry: ReturnType<typeof create>['telemetry'], body: () => unknown) => unknown]
  >([
    ['runInvocation', (telemetry, body) => telemetry.runInvocation('lantern unit', body)],
    ['reportCommand', (telemetry, body) => reportCommand(telemetry, { name: 'list' }, body)],
  ])('does it once, and the command ends with it: %s', async (_name, run) => {
    const { telemetry, names } = create();
    let times = 0;
    const query = {
      kill: () => {},
      // biome-ignore lint/suspicious/noThenProperty: it is what is tested.
      then(resolve: (value: string) => void) {
        times += 1;
        setTimeout(() => {
          telemetry.track('Noted');
          resolve('rows');
        }, 5);
      },
    };
    const result = run(telemetry, () => query);
    expect(result).toBeInstanceOf(Promise);
    expect(await result).toBe('rows');
    expect(await result).toBe('rows');
    expect(times).toBe(1);
    telemetry.exit(0);
    expect(names().filter((name) => name.startsWith('Command'))).toEqual([
      'Command Invoked',
      'Command Completed',
    ]);
  });
});

describe('a result that throws when it is read', () => {
  const result = new Proxy({}, { has: fail, get: fail });

  test('is returned, and the command ends', () => {
    const { telemetry, names } = create();
    expect(reportCommand(telemetry, { name: 'list' }, () => result)).toBe(result);
    telemetry.exit(0);
    expect(names()).toEqual(['Command Invoked', 'Command Completed']);
    expect(telemetry.events.at(-1)?.properties).toHaveProperty('duration_ms');
  });

  test('is returned by a unit of work', () => {
    const { telemetry } = create();
    expect(telemetry.runInvocation('lantern unit', () => result)).toBe(result);
  });
});
