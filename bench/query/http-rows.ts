import { queries } from '@sonde/store';
import type { Row } from './rows.js';

/** Runs a row through a collector; resolves with its milliseconds, rejects with its error. */
export async function runOverHttp(url: string, { name, query, input }: Row): Promise<number> {
  const lists = Object.entries(input).map(([key, value]) => [key, [value].flat()] as const);
  const rest = new Map(lists);
  const path = queries[query].path.replaceAll(/:(\w+)/g, (_, parameter: string) => {
    const [value = ''] = rest.get(parameter) ?? [];
    rest.delete(parameter);
    return encodeURIComponent(value);
  });
  const parameters = new URLSearchParams();
  for (const [key, values] of rest) for (const value of values) parameters.append(key, value);
  const began = performance.now();
  const response = await fetch(`${url}${path}?${parameters}`);
  const body = await response.text();
  if (!response.ok) throw new Error(`${name}: ${response.status} ${body}`);
  return performance.now() - began;
}
