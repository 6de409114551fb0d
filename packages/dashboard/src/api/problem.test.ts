import { expect, it } from 'vitest';
import { ApiProblem, readProblem, toProblem } from './problem.js';

it('takes title, action and code from the response', () => {
  const body = {
    type: 'about:blank',
    code: 'store_unavailable',
    title: 'The events could not be stored.',
    action: 'Wait.',
    detail: 'disk',
    status: 503,
  };
  expect(readProblem(body, 503)).toMatchObject({
    code: 'store_unavailable',
    title: 'The events could not be stored.',
    action: 'Wait.',
    detail: 'disk',
    status: 503,
  });
});

it('does not repeat the title', () => {
  const body = { code: 'link_used', title: 'The link has been used.', action: 'Sign in.' };
  expect(readProblem({ ...body, detail: body.title }, 410).detail).toBe('');
});

it.each([['<html>bad gateway</html>'], [undefined], [null], [{}], [{ code: 7 }], [[]]])(
  'does not accept %j as a collector’s response',
  (body) => {
    expect(readProblem(body, 502)).toMatchObject({ code: 'http_502', status: 502 });
  },
);

it('distinguishes an unreachable collector from an error of the page', () => {
  expect(toProblem(new TypeError('Failed to fetch')).code).toBe('collector_unreachable');
  expect(toProblem(new Error('boom'))).toMatchObject({ code: 'page_error', detail: 'boom' });
  const problem = new ApiProblem('internal', 'x', 'y', 500);
  expect(toProblem(problem)).toBe(problem);
});
