import { IconAlertTriangle } from '@tabler/icons-react';
import { useLocation, useMatches, useRouter } from '@tanstack/react-router';
import { findIgnored } from '../url/ignored-parameters.js';
import { readScope } from '../url/scope-search.js';
import classes from './ignored-parameters-note.module.css';

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
  return (
    <div role="alert" className={classes.note} data-code="parameter_invalid">
      <IconAlertTriangle className={classes.icon} size={16} stroke={1.8} aria-hidden />
      <div className={classes.text}>
        <strong>The page ignores a part of its address</strong>, which is misspelt or does not
        exist:{' '}
        {ignored.map(({ name, value }, index) => (
          <span key={`${name}=${value}`}>
            {index > 0 && ', '}
            <code>
              {name}={value}
            </code>
          </span>
        ))}
        . <code className={classes.code}>parameter_invalid</code>
      </div>
    </div>
  );
}
