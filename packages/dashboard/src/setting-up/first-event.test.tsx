// @vitest-environment happy-dom

import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { Session, SessionProject } from '../api/team.js';
import { project, renderInSession, session } from '../testing/render-in-session.js';
import { FirstEvent } from './first-event.js';

// It asks the collector.
vi.mock('./waiting.js', () => ({ Waiting: () => null }));

afterEach(cleanup);

async function renderFirstEvent(mode: Session['mode'], one: SessionProject) {
  await renderInSession(<FirstEvent />, {
    session: session({ mode, projects: [one], ...(mode === 'open' && { account: null }) }),
    address: `/?project=${one.id}`,
  });
  return (await screen.findByTestId('empty-no-events')).textContent ?? '';
}

const createButton = () => screen.queryByRole('button', { name: 'Create a key' });

it('needs no key if only this machine has access', async () => {
  const text = await renderFirstEvent('open', project('default'));
  expect(text).toContain('npm start -- --demo');
  expect(text).not.toContain('write key');
  expect(createButton()).toBeNull();
});

it('needs a key there for projects other than the default one', async () => {
  expect(await renderFirstEvent('open', project('orbit'))).toContain('<write key>');
  expect(createButton()).not.toBeNull();
});

it('offers a key to people who may create one', async () => {
  const text = await renderFirstEvent('accounts', project('default', { title: 'Orbit' }));
  expect(text).toContain('Orbit is ready');
  expect(text).not.toContain('--demo');
  expect(createButton()).not.toBeNull();
});

it('names whom others can ask', async () => {
  expect(await renderFirstEvent('accounts', project('default', { role: 'member' }))).toContain(
    'Ask an administrator of the project',
  );
  expect(createButton()).toBeNull();
});

it('needs a key if projects are declared', async () => {
  const text = await renderFirstEvent('open', project('default', { declared: true }));
  expect(text).toContain('<write key>');
  expect(createButton()).not.toBeNull();
});

it('says that an archived project accepts no events', async () => {
  const text = await renderFirstEvent('accounts', project('default', { archived: true }));
  expect(text).toContain('before it was archived');
  expect(createButton()).toBeNull();
});
