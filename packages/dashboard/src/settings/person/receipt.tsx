import type { PersonDeletion } from '../../api/life-queries.js';
import { useStaysOpen } from '../../layout/use-stays-open.js';
import { CodeBlock } from '../../state/code-block.js';
import form from '../form.module.css';
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
      <CodeBlock code={JSON.stringify(deletion, undefined, 2)} what="receipt" />
    </div>
  );
}
