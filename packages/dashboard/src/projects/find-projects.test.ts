import { expect, it } from 'vitest';
import { findProjects } from './find-projects.js';

const projects = [
  { id: 'luna', title: 'Luna 10', archived: false },
  { id: 'luna-2', title: 'luna 9', archived: false },
  { id: 'old', title: 'Antares', archived: true },
  { id: 'orbit', title: 'Zenith', archived: false },
];
const find = (options: Partial<Parameters<typeof findProjects>[1]>) =>
  findProjects(projects, { search: '', withArchived: false, ...options }).map(({ id }) => id);

it('sorts titles with natural numbers, and hides archived projects', () => {
  expect(find({})).toEqual(['luna-2', 'luna', 'orbit']);
  expect(find({ withArchived: true })).toEqual(['old', 'luna-2', 'luna', 'orbit']);
  expect(find({ keep: 'old' })).toEqual(['old', 'luna-2', 'luna', 'orbit']);
});

it('finds by title and by id', () => {
  expect(find({ search: ' LUNA ' })).toEqual(['luna-2', 'luna']);
  expect(find({ search: 'orb' })).toEqual(['orbit']);
  expect(find({ search: 'antares' })).toEqual([]);
  expect(find({ search: '.*' })).toEqual([]);
});

it('is quick with ten thousand', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => ({
    id: `project-${index}`,
    title: `Project ${index}`,
    archived: index % 2 === 0,
  }));
  expect(findProjects(many, { search: '999', withArchived: true })[0]?.id).toBe('project-999');
});
