import { expect, test } from 'vitest';
import { ClientAccounts } from './client-accounts.js';

const account = (batch_id: string, recorded: number, age: number, project = 'default') => ({
  project,
  batch_id,
  received_at: 0,
  recorded,
  sent: 0,
  dropped: { age },
});

test('an account that is told again counts by what it grew', () => {
  const accounts = new ClientAccounts();
  expect(accounts.growth(account('a', 5, 1))).toEqual({
    recorded: 5,
    sent: 0,
    dropped: { age: 1 },
  });
  expect(accounts.growth(account('a', 5, 1))).toEqual({
    recorded: 0,
    sent: 0,
    dropped: { age: 0 },
  });
  expect(accounts.growth(account('a', 8, 1))).toEqual({
    recorded: 3,
    sent: 0,
    dropped: { age: 0 },
  });
  // An early telling that arrives late takes nothing back.
  expect(accounts.growth(account('a', 5, 1)).recorded).toBe(0);
  expect(accounts.growth(account('a', 5, 1, 'other')).recorded).toBe(5);
});

test('it remembers the accounts told last', () => {
  const accounts = new ClientAccounts(2);
  for (const id of ['a', 'b', 'a', 'c']) accounts.growth(account(id, 1, 0));
  expect(accounts.growth(account('a', 1, 0)).recorded).toBe(0);
  expect(accounts.growth(account('b', 1, 0)).recorded).toBe(1);
});
