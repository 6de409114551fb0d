import {
  chooseSignificant,
  compareText,
  compareVersionsDescending,
  isRelease,
  mostOtherRates,
  probabilityOfRise,
  ReleaseChange,
  ReleaseComparison,
  ReleaseReport,
  share,
} from '@sonde/analytics';
import { SondeError } from '@sonde/protocol';
import { Type } from 'typebox';
import { toolOfRow } from '../sql/base-filters.js';
import { invocationRows } from '../sql/invocation-rows.js';
import { readRange } from '../sql/range.js';
import { type ReleasePair, type ReleaseRate, readReleaseRates } from '../sql/release-rates.js';
import { type ScopeFilters, scopeParameters } from '../sql/scope.js';
import { readView, type Source, type View } from '../sql/source.js';
import { defineQuery } from './query.js';

const releases = {
  release: Type.Optional(
    Type.String({
      description: 'The release to judge. Default: the newest one in the range after `since`',
    }),
  ),
  since: Type.Optional(
    Type.String({ description: 'What to compare it with. Default: the release before' }),
  ),
  all: Type.Optional(
    Type.Boolean({ description: 'True: also list the rates that did not get worse' }),
  ),
};

/** What got worse with a release of each tool. */
export const releaseReport = defineQuery({
  path: '/api/v1/releases/report',
  operation: 'getReleaseReport',
  summary: 'Commands, steps and error classes that got worse with a release',
  access: { project: 'member' },
  parameters: { ...scopeParameters, ...releases },
  response: {
    name: 'ReleaseReport',
    description: 'The comparison of each tool',
    schema: ReleaseReport,
    parts: { ReleaseComparison, ReleaseChange },
  },
  async read(source, input, now): Promise<ReleaseReport> {
    const view = await readView(source, input.project, readRange(input, now));
    const tools = byTool(await readVersions(source, view, input));
    const pairs = choosePairs(tools, input);
    const rates = await Promise.all(
      pairs.map((pair) => readReleaseRates(source, view, input, pair)),
    );
    return {
      releases: pairs.map((pair, i) => compare(pair, rates[i] ?? [], input.all === true)),
      tools,
    };
  },
});

interface VersionRow {
  tool_name: string;
  version: string;
}

function readVersions({ db }: Source, view: View, scope: ScopeFilters): Promise<VersionRow[]> {
  const { sql, parameters } = invocationRows(view, scope);
  return db.rows<VersionRow>(
    `SELECT ${toolOfRow(view.soleTool)} AS tool_name, assumeNotNull(version) AS version
     FROM (SELECT tool, version FROM (${sql}) WHERE isNotNull(version))
     GROUP BY tool_name, version`,
    parameters,
  );
}

interface ToolVersions {
  tool: string;
  /** Newest first. */
  versions: string[];
}

function byTool(rows: readonly VersionRow[]): ToolVersions[] {
  const tools = [...new Set(rows.map(({ tool_name }) => tool_name))].sort(compareText);
  return tools.map((tool) => ({
    tool,
    versions: rows
      .filter(({ tool_name }) => tool_name === tool)
      .map(({ version }) => version)
      .sort(compareVersionsDescending),
  }));
}

/** The two releases of each tool that has both. */
function choosePairs(
  tools: readonly ToolVersions[],
  { release, since }: { release?: string; since?: string },
): ReleasePair[] {
  for (const wanted of [release, since]) {
    if (wanted !== undefined && !tools.some(({ versions }) => versions.includes(wanted))) {
      throw new SondeError('parameter_invalid', {
        detail: `the range has no run of version ${wanted}`,
      });
    }
  }
  const pairs = tools.flatMap(({ tool, versions }) => {
    const others = versions.filter((version) => isRelease(version) && version !== since);
    const newer = since === undefined ? versions : versions.slice(0, versions.indexOf(since) + 1);
    const version = release ?? newer.find((one) => others.includes(one));
    const older = others.slice(others.indexOf(version ?? '') + 1);
    const previous_version = since ?? older[0];
    if (version === undefined || previous_version === undefined) return [];
    if (![version, previous_version].every((one) => versions.includes(one))) return [];
    return version === previous_version ? [] : [{ tool, version, previous_version }];
  });
  if (pairs.length === 0 && since !== undefined && release === undefined) {
    throw new SondeError('parameter_invalid', {
      detail: `the range has no run of a release after ${since}`,
    });
  }
  return pairs;
}

function compare(
  pair: ReleasePair,
  rates: readonly ReleaseRate[],
  withOthers: boolean,
): ReleaseComparison {
  const tests = rates.map((rate) => ({
    rate,
    probability: probabilityOfRise(rate.before.sample, rate.after.sample),
  }));
  const untested = tests.filter(({ probability }) => probability === null).length;
  const found = chooseSignificant(tests);
  const others = withOthers ? tests.filter((test) => !found.includes(test)) : [];
  return {
    ...pair,
    tested: tests.length - untested,
    untested,
    worse: found.map(toChange).sort(mostHitFirst),
    others: others.map(toChange).sort(mostHitFirst).slice(0, mostOtherRates),
  };
}

function toChange(test: { rate: ReleaseRate; probability: number | null }): ReleaseChange {
  const { kind, name, flow, before, after } = test.rate;
  return {
    ...{ kind, name, flow },
    ...{ before: withoutSample(before), after: withoutSample(after) },
    probability: test.probability,
  };
}

function mostHitFirst(a: ReleaseChange, b: ReleaseChange): number {
  const keyOf = ({ kind, flow, name }: ReleaseChange) => `${kind}\n${flow}\n${name}`;
  return (
    b.after.people_hit - a.after.people_hit ||
    (a.probability ?? 1) - (b.probability ?? 1) ||
    compareText(keyOf(a), keyOf(b))
  );
}

function withoutSample({ runs, hits, people_hit }: ReleaseRate['after']) {
  return { runs, hits, rate: share(hits, runs), people_hit };
}
