import { IconBookmark } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ViewList, viewsQuery } from '../api/saved-queries.js';
import { Page } from '../layout/page.js';
import { useProject } from '../projects/project.js';
import { Loaded } from '../state/loaded.js';
import state from '../state/state.module.css';
import classes from './home-page.module.css';
import { OtherViews } from './other-views.js';
import { ViewCard } from './view-card.js';

/** The views that the viewer has chosen, each with its main numbers. */
export function HomePage() {
  const project = useProject();
  return (
    <Page
      title="Home"
      withScope={false}
      subtitle={`Your saved views of ${project.title}, with their numbers now.`}
    >
      <Loaded query={useQuery(viewsQuery(project.id))}>{(list) => <Views list={list} />}</Loaded>
    </Page>
  );
}

function Views({ list: { views, home } }: { list: ViewList }) {
  const chosen = home.flatMap((id) => views.find((view) => view.id === id) ?? []);
  const others = views.filter(({ id }) => !home.includes(id));
  return (
    <>
      {chosen.length === 0 && (
        <div className={state.state} data-testid="no-views">
          <IconBookmark className={state.quietIcon} size={28} stroke={1.5} aria-hidden />
          <h2>No views here yet</h2>
          <p className={state.text}>
            Choose a range and filters on any page, then the bookmark beside its title.
          </p>
        </div>
      )}
      {chosen.length > 0 && (
        <ul className={classes.cards} aria-label="Your views">
          {chosen.map((view) => (
            <ViewCard key={view.id} view={view} home={home} />
          ))}
        </ul>
      )}
      {others.length > 0 && <OtherViews views={others} home={home} />}
    </>
  );
}
