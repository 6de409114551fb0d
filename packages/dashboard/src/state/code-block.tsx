import classes from './code-block.module.css';
import { CopyButton } from './copy-button.js';

export interface CodeBlockProps {
  code: string;
  /** Its name, for the copy button. */
  what: string;
  /** The text to copy, if it differs from the shown one. */
  copied?: string;
}

/** Code to paste elsewhere. */
export function CodeBlock({ code, what, copied = code }: CodeBlockProps) {
  return (
    <div className={classes.block}>
      <pre>{code}</pre>
      <CopyButton text={copied} what={what} />
    </div>
  );
}
