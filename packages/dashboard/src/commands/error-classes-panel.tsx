import type { CommandReport } from '../api/responses.js';
import none from '../flows/none.module.css';
import { BarList } from '../invocations/bar-list.js';
import { Panel } from '../layout/panel.js';
import { errorLabel } from '../url/invocation-search.js';

/** Which errors it ended with. */
export function ErrorClassesPanel({ report }: { report: CommandReport }) {
  const { error_classes, totals } = report;
  return (
    <Panel title="Error classes" note="Share of all invocations">
      {error_classes.length === 0 ? (
        <p className={none.none}>No invocation had an error.</p>
      ) : (
        <BarList
          label="Error classes"
          tone="bad"
          total={totals.invocations}
          entries={error_classes.map(({ error_class, invocations }) => ({
            key: error_class,
            label: errorLabel(error_class),
            runs: invocations,
            filter: { error_class },
          }))}
        />
      )}
    </Panel>
  );
}
