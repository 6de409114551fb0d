import type { KeyKind } from '../../api/team.js';
import { useStaysOpen } from '../../layout/use-stays-open.js';
import { CodeBlock } from '../../state/code-block.js';
import { readInstructions, writeInstructions } from './instructions.js';
import classes from './key-instructions.module.css';

export interface KeyInstructionsProps {
  project: string;
  kind: KeyKind;
  /** The key itself. */
  apiKey: string;
}

/** A new key, and the code to paste. */
export function KeyInstructions({ project, kind, apiKey }: KeyInstructionsProps) {
  useStaysOpen();
  const { origin } = globalThis.location;
  const steps =
    kind === 'write'
      ? writeInstructions({ origin, key: apiKey })
      : readInstructions({ origin, project, key: apiKey });
  return (
    <div className={classes.steps} data-testid="new-key">
      <section>
        <h3>The key</h3>
        <p>Copy it now: it is not shown again.</p>
        <CodeBlock code={apiKey} what="key" />
      </section>
      {steps.map(({ title, text, code }) => (
        <section key={title}>
          <h3>{title}</h3>
          <p>{text}</p>
          <CodeBlock code={code} what={title} />
        </section>
      ))}
    </div>
  );
}
