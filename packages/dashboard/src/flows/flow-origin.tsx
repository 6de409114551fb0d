import type { FlowSummary } from '../api/responses.js';
import { declarationMark } from './declaration-mark.js';

export interface FlowOriginProps {
  flow: Pick<FlowSummary, 'flow' | 'declaration' | 'tools'>;
  /** Shown for a flow that is in no catalog. */
  undeclared: string;
}

/** The name and the tools of a flow. */
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
