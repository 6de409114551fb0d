import form from '../../layout/form.module.css';
import { useStaysOpen } from '../../layout/use-stays-open.js';
import { CodeBlock } from '../../state/code-block.js';

/** The secret of a new webhook. */
export function WebhookSecret({ secret }: { secret: string }) {
  useStaysOpen();
  return (
    <div className={form.form} data-testid="webhook-secret">
      <p>
        Copy the secret now: it is not shown again. The receiver checks the signature of every
        request with it.
      </p>
      <CodeBlock code={secret} what="secret" />
    </div>
  );
}
