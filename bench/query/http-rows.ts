import { queries } from '@sonde/store';
import type { Row } from './rows.js';

/** Runs a row through a collector; resolves with its milliseconds, rejects with its error. */
export async function runOverHttp(url: string, { name, query, input }: Row): Promise<number> {
  const rest = new Map(Object.entries(input).map(([key, value]) => [key, [value].flat()]));
  const path = queries[query].path.replaceAll(/:(\w+)/g, (_, parameter: string) => {
    const [value = ''] = rest.get(parameter) ?? [];
    rest.delete(parameter);
    return encodeURIComponent(value);
  });
  const parameters = [...rest].flatMap(([key, values]) => values.map((value) => [key, value]));
  const began = performance.now();
  const response = await fetch(`${url}${path}?${new URLSearchParams(parameters)}`);
  const body = await response.text();
  if (!response.ok) throw new Error(`${name}: ${response.status} ${body}`);
  return performance.now() - began;
}
