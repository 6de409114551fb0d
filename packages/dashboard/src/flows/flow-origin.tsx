import type { FlowSummary } from '../api/answers.js';
import { declarationMark } from './declaration-mark.js';

export interface FlowOriginProps {
  flow: Pick<FlowSummary, 'flow' | 'declaration' | 'tools'>;
  /** Said of a flow that is in no catalog. */
  undeclared: string;
}

/** Whose flow it is, and what it is called there. */
export function FlowOrigin({ flow: { flow, declaration, tools }, undeclared }: FlowOriginProps) {
  return (
    <>
      <code>{flow}</code>
      {tools.length > 0 && ` · ${tools.join(', ')}`}
      {declaration === 'never'
        ? ` · ${undeclared}`
        : declaration !== 'now' && ` · ${declarationMark(declaration)}`}
    </>
  );
}
