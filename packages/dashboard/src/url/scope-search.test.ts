import { describe, expect, it } from 'vitest';
import { hasFilters, readScope, scopeQuery, withoutFilters, withRange } from './scope-search.js';
import { parseSearch, stringifySearch } from './search-string.js';

const now = Date.parse('2026-11-21T14:05:09.123Z');
const read = (address: string) => readScope(parseSearch(address));

describe('the shared part of a URL', () => {
  it('reads repeated names as lists and keeps values as text', () => {
    expect(read('?version=1.10&version=1.9&is_ci=false&range=7d')).toEqual({
      version: ['1.10', '1.9'],
      is_ci: false,
      range: '7d',
    });
  });

  it('drops unknown, repeated and malformed values', () => {
    expect(read('?colour=red&env=prod&env=prod&is_ci=maybe&__proto__=x')).toEqual({
      env: ['prod'],
    });
  });

  it('keeps an empty value, which was not reported', () => {
    expect(read('?version=&version=1.0.0')).toEqual({ version: ['', '1.0.0'] });
  });

  it('survives a round trip', () => {
    const address = '?range=24h&version=1.0.0-beta%2B1&command=a+b%26c&is_interactive=true';
    expect(stringifySearch(read(address))).toBe(address);
    expect(stringifySearch({})).toBe('');
    expect(stringifySearch({ version: undefined, env: [] })).toBe('');
  });

  it('keeps the project whatever else changes, and sends it', () => {
    const scope = read('?range=7d&project=orbit&project=other&version=1.0.0');
    expect(stringifySearch(scope)).toBe('?project=orbit&range=7d&version=1.0.0');
    expect(withoutFilters(scope)).toEqual({ project: 'orbit', range: '7d' });
    expect(withRange(scope, { range: '24h' })).toMatchObject({ project: 'orbit', range: '24h' });
    expect(hasFilters(withoutFilters(scope))).toBe(false);
    expect(scopeQuery(scope, now)).toMatchObject({ project: 'orbit', version: ['1.0.0'] });
    expect(scopeQuery(read('?project='), now)).not.toHaveProperty('project');
  });

  it('becomes the parameters of the API', () => {
    expect(
      scopeQuery(read('?from=2026-11-01&to=2026-11-01&cli_context=human&is_ci=true'), now),
    ).toEqual({
      from: '2026-11-01T00:00:00.000Z',
      to: '2026-11-02T00:00:00.000Z',
      cli_context: ['human'],
      is_ci: true,
    });
  });

  it('replaces range and filters independently', () => {
    const scope = read('?range=7d&version=1.0.0');
    expect(withRange(scope, { from: '2026-11-01', to: '2026-11-02' })).toEqual({
      version: ['1.0.0'],
      from: '2026-11-01',
      to: '2026-11-02',
    });
    expect(withRange(scope, { range: '30d' })).toEqual({ version: ['1.0.0'] });
    expect(withoutFilters(scope)).toEqual({ range: '7d' });
    expect(hasFilters(scope)).toBe(true);
    expect(hasFilters(withoutFilters(scope))).toBe(false);
  });
});
