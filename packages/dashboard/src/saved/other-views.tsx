import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { arrangeHome, type View } from '../api/saved-queries.js';
import { useTeamAct } from '../api/use-team-act.js';
import link from '../invocations/invocations-link.module.css';
import { Panel } from '../layout/panel.js';
import { useProject } from '../projects/project.js';
import { ProblemNote } from '../state/problem-note.js';
import { useScope } from '../url/use-scope.js';
import { describeView, linkOfView } from './describe-view.js';
import classes from './home-page.module.css';

/** Saved views that are not on the viewer's home page. */
export function OtherViews({ views, home }: { views: View[]; home: readonly string[] }) {
  const project = useProject();
  const scope = useScope();
  const add = useTeamAct((id: string) => arrangeHome(project.id, [...home, id]));
  return (
    <Panel title="Other saved views" flush>
      <ProblemNote error={add.error} />
      <ul className={classes.others}>
        {views.map((view) => {
          const target = linkOfView(view.address, scope);
          const { page, choices } = describeView(target);
          return (
            <li key={view.id} className={classes.other} data-other-view={view.name}>
              <div>
                <Link to={target.to} search={target.search} className={link.link}>
                  {view.name}
                </Link>
                <p className={classes.choices}>
                  {[page, ...choices, `saved by ${view.created_by}`].join(' · ')}
                </p>
              </div>
              <Button
                size="compact-sm"
                variant="default"
                loading={add.isPending && add.variables === view.id}
                onClick={() => add.mutate(view.id)}
              >
                Add to Home
              </Button>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
