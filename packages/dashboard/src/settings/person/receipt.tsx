import type { PersonDeletion } from '../../api/life-queries.js';
import form from '../../layout/form.module.css';
import { useStaysOpen } from '../../layout/use-stays-open.js';
import { CodeBlock } from '../../state/code-block.js';
import { StoredCounts } from './stored-counts.js';

/** The result of a deletion. It contains no personal data, so it can be kept. */
export function Receipt({ deletion }: { deletion: PersonDeletion }) {
  useStaysOpen();
  return (
    <div className={form.form} data-testid="receipt">
      <p role="status">
        {deletion.finished_at === null
          ? 'The deletion is running and continues after a restart. Its receipt appears in the list of deletions.'
          : 'Deleted. Keep the receipt: it says what was deleted, without naming the person.'}
      </p>
      {deletion.finished_at !== null && <StoredCounts counts={deletion} />}
      {deletion.forwards.length > 0 && <Forwards forwards={deletion.forwards} />}
      <CodeBlock code={JSON.stringify(deletion, undefined, 2)} what="receipt" />
    </div>
  );
}

const forwardStates = {
  waiting: 'waiting',
  passed_on: 'passed on',
  failed: 'failed: delete it there yourself',
  not_possible: 'not possible: delete it there yourself',
} as const;

/** What became of the deletion at the destinations of forwarders. */
function Forwards({ forwards }: Pick<PersonDeletion, 'forwards'>) {
  return (
    <ul className={form.text} data-testid="forwards">
      {forwards.map(({ forwarder, state, reason }) => (
        <li key={forwarder} data-forward={state}>
          <strong>{forwarder}</strong>: {forwardStates[state]}
          {reason !== '' && ` (${reason})`}
        </li>
      ))}
    </ul>
  );
}
