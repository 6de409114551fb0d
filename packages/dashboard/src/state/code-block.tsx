import classes from './code-block.module.css';
import { CopyButton } from './copy-button.js';

export interface CodeBlockProps {
  code: string;
  /** Names it for the button that copies it. */
  what: string;
  /** What is copied, when it differs from what is shown. */
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
