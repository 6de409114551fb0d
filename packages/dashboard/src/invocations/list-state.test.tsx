// @vitest-environment happy-dom

import { Link } from '@tanstack/react-router';
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { renderInSession, session } from '../testing/render-in-session.js';
import { useListBefore, useListState } from './list-state.js';

afterEach(cleanup);

function Both() {
  const state = useListState();
  return (
    <>
      <Link to="." search={{}} state={state}>
        Open
      </Link>
      <output>{JSON.stringify(useListBefore() ?? 'none')}</output>
    </>
  );
}

it('an invocation knows the conditions and the order of the list that it was opened from', async () => {
  const address = '/?status=failed&version=1.1.0&sort=-duration';
  await renderInSession(<Both />, { session: session(), address });
  const before = () => JSON.parse(screen.getByRole('status').textContent ?? '');
  expect(before()).toBe('none');
  fireEvent.click(screen.getByRole('link'));
  await expect.poll(before).toEqual({ status: 'failed', version: ['1.1.0'], sort: ['-duration'] });
});
