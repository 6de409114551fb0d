import { Link } from '@tanstack/react-router';
import type { CatalogFlow } from '../api/catalog-queries.js';
import link from '../invocations/invocations-link.module.css';
import { Panel } from '../layout/panel.js';
import { hasSeveralTools, ToolName } from '../overview/tool-name.js';
import { useScope } from '../url/use-scope.js';
import classes from './catalog.module.css';

/** The flows that tools declare: their steps and milestones in order, and why runs may stop. */
export function FlowsPanel({ flows }: { flows: readonly CatalogFlow[] }) {
  const scope = useScope();
  if (flows.length === 0) return null;
  const severalTools = hasSeveralTools(flows);
  return (
    <Panel title="Flows" note="Steps in order, with the milestones of each. Milestones are events.">
      <ul className={classes.list}>
        {flows.map(({ tool, flow, title, description, steps, milestones, reasons }) => {
          return (
            <li key={`${tool}\n${flow}`} className={classes.item} data-declared-flow={flow}>
              <h3 className={classes.flowTitle}>
                <Link
                  to="/flows/$flow"
                  params={{ flow }}
                  search={{ ...scope, ...(severalTools && { tool: [tool] }) }}
                  className={link.link}
                >
                  {title}
                </Link>
                {severalTools && <ToolName tool={tool} />}
              </h3>
              {description !== null && <p className={classes.flag}>{description}</p>}
              <ol className={classes.steps} aria-label={`Steps of ${title}`}>
                {[null, ...steps].map((step) => {
                  const its = milestones.filter((one) => one.step === step);
                  if (step === null && its.length === 0) return null;
                  return (
                    <li key={step ?? ''} data-step={step}>
                      {step ?? 'before the first step'}
                      {its.length > 0 && (
                        <span className={classes.flag}>
                          {its
                            .map(({ name, on_path }) => (on_path ? name : `${name} (side exit)`))
                            .join(', ')}
                        </span>
                      )}
                    </li>
                  );
                })}
              </ol>
              <p className={classes.flag}>
                {reasons.length === 0
                  ? 'Declares no reasons to stop.'
                  : `Reasons to stop: ${reasons.join(', ')}`}
              </p>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
