import { Link } from '@tanstack/react-router';
import type { View } from '../api/saved-queries.js';
import link from '../invocations/invocations-link.module.css';
import { useScope } from '../url/use-scope.js';
import { describeView, linkOfView } from './describe-view.js';
import classes from './home-page.module.css';
import { ViewFigures } from './view-figures.js';
import { ViewMenu } from './view-menu.js';

/** One view on the home page. */
export function ViewCard({ view, home }: { view: View; home: readonly string[] }) {
  const target = linkOfView(view.address, useScope());
  const { page, choices } = describeView(target);
  return (
    <li className={classes.card} data-view={view.name}>
      <div className={classes.head}>
        <h2 className={classes.name}>
          <Link to={target.to} search={target.search} className={link.link}>
            {view.name}
          </Link>
        </h2>
        <ViewMenu view={view} home={home} />
      </div>
      <p className={classes.choices}>{[page, ...choices].join(' · ')}</p>
      <ViewFigures {...target} />
    </li>
  );
}
