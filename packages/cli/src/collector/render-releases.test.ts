import type { ReleaseReport } from '@sonde/analytics';
import { expect, test } from 'vitest';
import { renderReleases, renderReleasesAsMarkdown } from './render-releases.js';

const before = { runs: 120, hits: 2, rate: 2 / 120, people_hit: 1 };
const after = { runs: 120, hits: 40, rate: 40 / 120, people_hit: 20 };
const probability = 0.0001;
const report: ReleaseReport = {
  releases: [
    {
      ...{ tool: 'orbit', version: '1.1.0', previous_version: '1.0.0', tested: 8, untested: 2 },
      worse: [
        { kind: 'command', name: 'orbit deploy', flow: null, before, after, probability },
        { kind: 'step', name: 'step:upload', flow: 'deploy', before, after, probability },
        { kind: 'error_class', name: '@team|<b>', flow: null, before, after, probability },
      ],
      others: [],
    },
  ],
  tools: [],
};

test('what got worse is a table', () => {
  expect(renderReleases(report)).toBe(`\
orbit 1.1.0 compared with 1.0.0: 3 rates got worse of 8; 2 others have too few people to say.

got worse                   before       after  people hit
orbit deploy fails       2% of 120  33% of 120          20
deploy: stops at upload  2% of 120  33% of 120          20
error @team|<b>          2% of 120  33% of 120          20
`);
});

test('in Markdown, text of others is only text', () => {
  expect(renderReleasesAsMarkdown(report)).toBe(`\
orbit 1.1.0 compared with 1.0.0: 3 rates got worse of 8; 2 others have too few people to say.

| got worse | before | after | people hit |
|---|--:|--:|--:|
| orbit deploy fails | 2% of 120 | 33% of 120 | 20 |
| deploy: stops at upload | 2% of 120 | 33% of 120 | 20 |
| error \\@team\\|\\<b\\> | 2% of 120 | 33% of 120 | 20 |
`);
});

test('nothing to say is said', () => {
  const [release] = report.releases;
  const fine = { tools: [], releases: [{ ...release!, untested: 0, worse: [] }] };
  const text = 'orbit 1.1.0 compared with 1.0.0: nothing got worse of 8.\n';
  expect(renderReleases(fine)).toBe(text);
  expect(renderReleasesAsMarkdown(fine)).toBe(text);
  expect(renderReleases({ tools: [], releases: [] })).toContain('no tool with two releases');
});
