import type { OrderedCatalog } from '@sonde/analytics';
import type { CatalogJson } from '@sonde/protocol';
import type { StoredEvent } from '@sonde/store';
import { expect, test } from 'vitest';
import { type CatalogHint, createCatalogChoice } from './choose-catalogs.js';

/** A catalog of a tool that declares one event, named like its hash. */
const head = (tool: string, hash: string, more: Partial<OrderedCatalog> = {}): OrderedCatalog => ({
  ...{ tool, hash, stored_at: 1, versions: [], last_seen: 1, age: 'no_longer' },
  ...more,
});
const hashOf = (letter: string) => letter.repeat(16);

function createChoice(heads: OrderedCatalog[], learning = true) {
  let list = heads;
  let time = 0;
  let isBroken = false;
  const choice = createCatalogChoice({
    getStore: () => ({
      orderedCatalogs: async () => {
        if (isBroken) throw new Error('broken');
        return list;
      },
      readCatalog: async (_project, hash) =>
        ({
          ...{ invocation_properties: {}, flows: [], tool: 't', format: 1, consent_version: 1 },
          events: [{ name: hash, properties: {} }],
        }) satisfies CatalogJson,
    }),
    learns: () => learning,
    now: () => time,
  });
  const ask = async (hint: CatalogHint, version?: string) => {
    const { first, others } = await choice.choose('p', hint);
    const asked = (catalogs: typeof first) =>
      heads
        .concat(list)
        .map(({ hash }) => hash)
        .filter((hash, index, all) => all.indexOf(hash) === index)
        .filter((hash) => catalogs.some((one) => one.propertiesOf(hash) !== undefined))
        .map((hash) => hash[0])
        .join('');
    return [asked(first), asked(others({ properties: { version } } as unknown as StoredEvent))];
  };
  return {
    ...{ choice, ask },
    setHeads: (next: OrderedCatalog[]) => {
      list = next;
    },
    passTime: (ms: number) => {
      time += ms;
    },
    break: () => {
      isBroken = true;
    },
  };
}

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(hashOf) as [string, string, string, string];
const ofOrbit = [
  head('orbit', a, { versions: ['2.0.0'], age: 'now' }),
  head('orbit', b, { versions: ['1.1.0', '1.0.0'] }),
  head('orbit', c, { last_seen: null, age: 'not_yet' }),
];

test('the named catalog is asked, else that of the newest version', async () => {
  const { ask } = createChoice(ofOrbit);
  expect(await ask({ tool: 'orbit', hash: b })).toEqual(['b', 'c']);
  expect(await ask({ tool: '', hash: b })).toEqual(['b', 'c']);
  expect(await ask({ tool: 'orbit' })).toEqual(['a', 'c']);
  expect(await ask({ tool: '' })).toEqual(['a', 'c']);
});

test('then the catalog of the version in the event is asked', async () => {
  const { ask } = createChoice(ofOrbit);
  expect(await ask({ tool: 'orbit', hash: a }, '1.0.0')).toEqual(['a', 'bc']);
});

test('without a tool, those of all tools are asked; a tool without catalogs is not checked', async () => {
  const { ask } = createChoice([...ofOrbit, head('lamp', d, { age: 'now' })]);
  expect(await ask({ tool: '' })).toEqual(['ad', '']);
  expect(await ask({ tool: 'lamp' })).toEqual(['d', '']);
  expect(await ask({ tool: 'other' })).toEqual(['', '']);
});

test('an unknown catalog is awaited, unless the project learns none', async () => {
  const hint = { tool: 'orbit', hash: hashOf('f') };
  expect(await createChoice(ofOrbit).ask(hint)).toEqual(['', '']);
  expect(await createChoice(ofOrbit, false).ask(hint)).toEqual(['a', 'c']);
  expect(await createChoice(ofOrbit).ask({ tool: 'orbit', hash: 7 })).toEqual(['a', 'c']);
});

test('a stored catalog is seen at once, others after some seconds; failures change nothing', async () => {
  const one = createChoice([]);
  expect(await one.ask({ tool: 'orbit' })).toEqual(['', '']);
  one.setHeads([head('orbit', a, { age: 'now' })]);
  expect(await one.ask({ tool: 'orbit' })).toEqual(['', '']);
  one.choice.forget('p');
  expect(await one.ask({ tool: 'orbit' })).toEqual(['a', '']);
  one.setHeads([head('orbit', b, { age: 'now' })]);
  one.passTime(5_000);
  await one.ask({ tool: 'orbit' });
  await expect.poll(() => one.ask({ tool: 'orbit' })).toEqual(['b', '']);
  one.break();
  one.passTime(5_000);
  await one.ask({ tool: 'orbit' });
  expect(await one.ask({ tool: 'orbit' })).toEqual(['b', '']);
  one.choice.forget('p');
  expect(await one.ask({ tool: 'orbit' })).toEqual(['', '']);
});
