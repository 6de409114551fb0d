import createClient from 'openapi-fetch';
import type { paths } from './openapi.js';
import { readProblem } from './problem.js';

/** The collector's API, typed by its OpenAPI document. */
export const client = createClient<paths>({ baseUrl: globalThis.location?.origin ?? '' });

/**
 * Waits for a response and returns its body; rejects with an `ApiProblem` if it is not a success.
 */
export async function responseOf<Body>(
  request: Promise<{ data?: Body; error?: unknown; response: Response }>,
): Promise<Body> {
  const { data, error, response } = await request;
  if (!response.ok || data === undefined) throw readProblem(error, response.status);
  return data;
}

/** Waits for a response without a body; rejects like `responseOf`. */
export async function doneOf(request: Promise<{ error?: unknown; response: Response }>) {
  const { error, response } = await request;
  if (!response.ok) throw readProblem(error, response.status);
}
