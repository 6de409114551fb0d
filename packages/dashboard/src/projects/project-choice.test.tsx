// @vitest-environment happy-dom

import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { project, renderInSession, session } from '../testing/render-in-session.js';
import { ProjectChoice } from './project-choice.js';

afterEach(cleanup);

const projects = [
  project('luna', { title: 'Luna' }),
  project('orbit', { title: 'Orbit' }),
  project('old', { title: 'Old', archived: true }),
];

async function renderChoice(options: { projects?: typeof projects; address?: string } = {}) {
  const onChoose = vi.fn();
  await renderInSession(<ProjectChoice onChoose={onChoose} />, {
    session: session({ projects: options.projects ?? projects }),
    address: options.address ?? '/flows/auth?project=orbit&range=7d&version=1.0.0',
  });
  await screen.findAllByRole('link');
  return { onChoose, titles: () => screen.getAllByRole('link').map((link) => link.textContent) };
}

it('links to the same page of another project, with the range and without the filters', async () => {
  const { onChoose } = await renderChoice();
  const luna = screen.getByRole('link', { name: 'Luna' });
  expect(luna.getAttribute('href')).toBe('/flows?project=luna&range=7d');
  expect(screen.getByRole('link', { name: 'Orbit' }).getAttribute('aria-current')).toBe('page');
  fireEvent.click(luna);
  expect(onChoose).toHaveBeenCalled();
});

it('hides archived projects until they are requested', async () => {
  const { titles } = await renderChoice();
  expect(titles()).toEqual(['Luna', 'Orbit']);
  fireEvent.click(screen.getByRole('checkbox', { name: 'Show archived (1)' }));
  expect(titles()).toEqual(['Luna', 'Oldarchived', 'Orbit']);
});

it('can be searched and navigated with the keyboard if there are many', async () => {
  const many = Array.from({ length: 10_000 }, (_, index) => project(`project-${index}`));
  const { titles } = await renderChoice({ projects: many });
  expect(titles()).toHaveLength(50);
  expect(screen.getByText('9,950 more: search for one.')).toBeTruthy();
  const search = screen.getByRole('textbox', { name: 'Search projects' });
  fireEvent.change(search, { target: { value: '4711' } });
  expect(titles()).toEqual(['project-4711']);
  search.focus();
  fireEvent.keyDown(search, { key: 'ArrowDown' });
  expect(document.activeElement?.textContent).toBe('project-4711');
  fireEvent.keyDown(document.activeElement as Element, { key: 'ArrowUp' });
  expect(document.activeElement).toBe(search);
  fireEvent.change(search, { target: { value: 'none such' } });
  expect(screen.getByText('No project matches.')).toBeTruthy();
});
