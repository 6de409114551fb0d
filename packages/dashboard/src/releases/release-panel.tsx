import { NativeSelect } from '@mantine/core';
import { formatCount, formatQuantity } from '@sonde/analytics/format';
import type { ReleaseReport } from '../api/responses.js';
import none from '../flows/none.module.css';
import { Panel } from '../layout/panel.js';
import type { ReleaseSearch } from '../url/release-search.js';
import { toolLabel } from '../url/scope-search.js';
import { ChangeTable, type ChangeTableProps } from './change-table.js';
import { describeNone } from './describe-none.js';
import classes from './release-panel.module.css';

type Release = ReleaseReport['releases'][number];

export interface ReleasePanelProps {
  tool: string;
  /** Newest first. */
  versions: readonly string[];
  /** Undefined if the tool has not both releases. */
  release: Release | undefined;
  search: ReleaseSearch;
  onChoose(choice: Pick<ReleaseSearch, 'tool' | 'release' | 'since'>): void;
}

/** A release of a tool compared with an earlier one: what got worse, and what did not. */
export function ReleasePanel({ tool, versions, release, search, onChoose }: ReleasePanelProps) {
  const chosen = release?.version ?? search.release;
  const before = release?.previous_version ?? search.since;
  const title =
    release === undefined
      ? toolLabel(tool)
      : `${toolLabel(tool)} ${release.version} compared with ${release.previous_version}`;
  return (
    <Panel
      title={title}
      note={release && summarize(release)}
      aside={
        versions.length > 1 && (
          <div className={classes.choices}>
            <VersionChoice
              label={`Release of ${toolLabel(tool)}`}
              versions={versions}
              value={chosen}
              onChange={(version) =>
                onChoose({
                  ...{ tool: [tool], release: version },
                  since: version === search.since ? undefined : search.since,
                })
              }
            />
            <span>compared with</span>
            <VersionChoice
              label={`Compared with, of ${toolLabel(tool)}`}
              versions={versions.filter((version) => version !== chosen)}
              value={before}
              onChange={(version) => onChoose({ tool: [tool], release: chosen, since: version })}
            />
          </div>
        )
      }
      flush
    >
      {release === undefined ? (
        <p className={`${none.none} ${classes.none}`}>
          {versions.length > 1
            ? 'No earlier release in the range. Choose another one, or a longer range.'
            : `The range has only ${versions[0]}. A longer range may have an earlier release.`}
        </p>
      ) : (
        <Comparison release={release} />
      )}
    </Panel>
  );
}

function Comparison({ release }: { release: Release }) {
  const { tool, version, worse, others } = release;
  const tableOf = (name: string, what: string, changes: Release['others']) => ({
    // The page can have several tools.
    ...{ name: `${name}.${tool}`, label: `${what} ${toolLabel(tool)} ${version}` },
    rows: changes.map((change) => ({ release, change })),
  });
  const tested = others.filter(({ probability }) => probability !== null);
  const untested = others.filter(({ probability }) => probability === null);
  return (
    <>
      {worse.length === 0 ? (
        <p className={`${none.none} ${classes.none}`}>{describeNone([release])}</p>
      ) : (
        <ChangeTable {...tableOf('worse', 'Worse with', worse)} title="Got worse" isWorse />
      )}
      <OtherRates
        title={`Not worse by more than chance (${formatCount(release.tested - worse.length)})`}
        table={tableOf('tested', 'Not worse with', tested)}
      />
      <OtherRates
        title={`Too few users to say (${formatCount(release.untested)})`}
        table={tableOf('untested', 'Too few users of', untested)}
      />
    </>
  );
}

interface OtherRatesProps {
  title: string;
  table: Pick<ChangeTableProps, 'name' | 'label' | 'rows'>;
}

function OtherRates({ title, table }: OtherRatesProps) {
  if (table.rows.length === 0) return null;
  return (
    <details className={classes.others}>
      <summary>{title}</summary>
      <ChangeTable {...table} title="Rate of" />
    </details>
  );
}

function VersionChoice(props: {
  label: string;
  versions: readonly string[];
  value: string | undefined;
  onChange(version: string): void;
}) {
  const { label, versions, value, onChange } = props;
  const isKnown = value !== undefined && versions.includes(value);
  return (
    <NativeSelect
      size="xs"
      className={classes.version}
      aria-label={label}
      value={isKnown ? value : ''}
      data={[
        ...(isKnown ? [] : [{ value: '', label: 'Choose…', disabled: true }]),
        ...versions.map((version) => ({ value: version, label: version })),
      ]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function summarize({ tested, untested, worse }: Release): string {
  const few = untested === 0 ? '' : `; ${formatCount(untested)} more have too few users to say`;
  return `${formatQuantity(tested, 'rate')} tested, ${formatCount(worse.length)} got worse${few}`;
}
