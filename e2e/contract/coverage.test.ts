import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { catalog } from '@sonde/example-orbit/catalog';
import { catalogToJson } from 'sonde/catalog';
import { expect, test } from 'vitest';
import { describeCatalog, describeContract } from './catalog-lines.js';
import { findUnknownExpectations, measureCoverage, numberCases } from './coverage.js';
import { renderCoverageReport } from './coverage-report.js';
import { renderEventsDocument } from './events-document.js';
import { findNeverCancelled, findQuestionsAndWaits } from './orbit-questions.js';

test('every line of the contract has a case', () => {
  const uncovered = [...measureCoverage()].filter(([, cases]) => cases.length === 0);
  expect(uncovered.map(([line]) => line)).toEqual([]);
});

test('cases expect only what is in the contract', () => {
  expect(findUnknownExpectations()).toEqual([]);
});

test('for every prompt and wait of orbit, a case presses Ctrl-C', () => {
  expect(findQuestionsAndWaits().length).toBeGreaterThan(15);
  expect(findNeverCancelled()).toEqual([]);
});

test('titles of cases are unique', () => {
  const titles = numberCases().map(({ contractCase }) => contractCase.title);
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
});

test('orbit’s catalog declares exactly what is in the contract', () => {
  expect(describeCatalog(catalogToJson(catalog))).toEqual(describeContract());
});

test('docs/events.md is up to date', async () => {
  await expect(renderEventsDocument()).toMatchFileSnapshot('../../docs/events.md');
});

test('the coverage report names a case for every line', () => {
  const report = renderCoverageReport();
  const directory = fileURLToPath(new URL('../../.build/', import.meta.url));
  mkdirSync(directory, { recursive: true });
  writeFileSync(`${directory}contract-coverage.md`, report);
  expect(report).not.toContain('**none**');
});
