import { randomUUID } from 'node:crypto';
import { SondeError } from '@sonde/protocol';
import { createEntry } from '../team/audit.js';
import { checkName } from '../team/check-name.js';
import type { Team } from '../team/team.js';
import { type Author, checkMayChange } from './author.js';
import type { ViewRecord } from './saved-records.js';

/** Of one person in a project, so that nobody takes the room of others. */
const viewsMax = 200;

export interface NewView {
  project: string;
  name: string;
  address: string;
  isShared: boolean;
}

/** The views of a project that an account sees, oldest first. */
export function viewsOf({ directory }: Team, project: string, account: string): ViewRecord[] {
  return [...directory.views.values()]
    .filter((view) => view.project === project && isVisible(view, account))
    .sort((a, b) => a.created_at - b.created_at);
}

// Without accounts, everyone sees everything; it stays so if there are accounts later.
const isVisible = (view: ViewRecord, account: string): boolean =>
  view.is_shared || view.account === '' || view.account === account;

/** Throws `view_not_found`, also for another person's own view. */
export function findView(team: Team, project: string, account: string, id: string): ViewRecord {
  const view = team.directory.views.get(id);
  if (view?.project === project && isVisible(view, account)) return view;
  throw new SondeError('view_not_found', { detail: id });
}

/** Saves a view and adds it to the author's home page. Throws `name_invalid`, `parameter_invalid` or `limit_reached`. */
export async function createView(team: Team, author: Author, asked: NewView): Promise<ViewRecord> {
  const { project } = asked;
  const name = checkName(asked.name);
  const address = checkAddress(asked.address);
  const { actor, account } = author;
  const own = viewsOf(team, project, account).filter((view) => view.account === account);
  if (own.length >= viewsMax) {
    throw new SondeError('limit_reached', {
      detail: `${viewsMax} views of one person in a project`,
    });
  }
  const now = team.now();
  const view: ViewRecord = {
    ...{ id: randomUUID(), project, name, address, account },
    is_shared: asked.isShared || account === '',
    ...{ created_at: now, created_by: actor.name },
  };
  const home = {
    id: homeId(project, account),
    views: [...homeOf(team, project, account), view.id],
  };
  const act = { action: 'view.create', subject: name, project };
  await team.directory.commit(
    [
      { kind: 'view', body: view },
      { kind: 'home', body: home },
    ],
    [createEntry(now, actor, act)],
  );
  return view;
}

/** Renames or shares a view. Throws `name_invalid` or `role_insufficient`. */
export async function changeView(
  team: Team,
  author: Author,
  view: ViewRecord,
  changes: { name?: string; isShared?: boolean },
): Promise<ViewRecord> {
  checkMayChange(author, view);
  const { name = view.name, isShared = view.is_shared } = changes;
  const changed: ViewRecord = {
    ...view,
    name: checkName(name),
    is_shared: isShared || view.account === '',
  };
  const act = { action: 'view.change', subject: changed.name, project: view.project };
  await team.directory.commit(
    [{ kind: 'view', body: changed }],
    [createEntry(team.now(), author.actor, act)],
  );
  return changed;
}

/** Removes a view from all pages. Throws `role_insufficient`. */
export async function removeView(team: Team, author: Author, view: ViewRecord): Promise<void> {
  checkMayChange(author, view);
  const act = { action: 'view.remove', subject: view.name, project: view.project };
  await team.directory.commit(
    [{ kind: 'view', id: view.id, body: null }],
    [createEntry(team.now(), author.actor, act)],
  );
}

/** The views on an account's home page, in their order. */
export function homeOf(team: Team, project: string, account: string): string[] {
  const visible = new Set(viewsOf(team, project, account).map(({ id }) => id));
  const home = team.directory.homes.get(homeId(project, account));
  return (home?.views ?? []).filter((id) => visible.has(id));
}

/** Replaces the views on the author's home page. Throws `view_not_found`. */
export async function arrangeHome(
  team: Team,
  { account }: Author,
  project: string,
  ids: readonly string[],
): Promise<void> {
  const views = [...new Set(ids)];
  for (const id of views) findView(team, project, account, id);
  await team.directory.commit([{ kind: 'home', body: { id: homeId(project, account), views } }]);
}

const homeId = (project: string, account: string): string => `${project} ${account}`;

/** An address of the dashboard, without its project. Throws `parameter_invalid`. */
function checkAddress(text: string): string {
  const here = 'http://dashboard.invalid';
  const isPath = /^\/(?![/\\])/.test(text) && URL.canParse(text, here);
  const url = isPath ? new URL(text, here) : undefined;
  if (url?.origin !== here || url.hash !== '') {
    throw new SondeError('parameter_invalid', {
      detail: 'address must be the path and query of a page, such as /flows?range=7d',
    });
  }
  url.searchParams.delete('project');
  return `${url.pathname}${url.search}`;
}
