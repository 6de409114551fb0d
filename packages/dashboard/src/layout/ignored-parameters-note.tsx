import { useLocation, useMatches, useRouter } from '@tanstack/react-router';
import { ProblemFrame } from '../state/problem-note.js';
import { findIgnored } from '../url/ignored-parameters.js';
import { readScope } from '../url/scope-search.js';
import classes from './page.module.css';

/** On the page that was opened: which parts of its address it does not use; nothing if it uses all. */
export function IgnoredParametersNote() {
  const { routesById, options } = useRouter();
  const { pathname, state } = useLocation();
  const routeId = useMatches({ select: (matches) => matches.at(-1)?.routeId });
  const { opened } = options.context;
  const isOpened = pathname === opened.path && state.__TSR_index === 0;
  if (!isOpened || routeId === undefined) return null;
  const read = routesById[routeId].options.validateSearch ?? readScope;
  const ignored = typeof read === 'function' ? findIgnored(opened.search, read) : [];
  if (ignored.length === 0) return null;
  const parts = ignored.map(({ name, value }) => `${name}=${value}`).join(', ');
  return (
    <div className={classes.problem}>
      <ProblemFrame code="parameter_invalid">
        <strong>The page ignores a part of its address</strong>, which is misspelt or not valid:{' '}
        <code>{parts}</code>.
      </ProblemFrame>
    </div>
  );
}
