import type { FlowSummary } from '@sonde/analytics';

export interface FlowOriginProps {
  flow: Pick<FlowSummary, 'flow' | 'declared' | 'tools'>;
  /** Said of a flow that is in no catalog. */
  undeclared: string;
}

/** Whose flow it is, and what it is called there. */
export function FlowOrigin({ flow: { flow, declared, tools }, undeclared }: FlowOriginProps) {
  return (
    <>
      <code>{flow}</code>
      {tools.length > 0 && ` · ${tools.join(', ')}`}
      {!declared && ` · ${undeclared}`}
    </>
  );
}
