import { Link } from '@tanstack/react-router';
import { Page } from '../layout/page.js';
import { Panel } from '../layout/panel.js';
import { useScope } from '../url/use-scope.js';
import classes from './settings-index.module.css';
import { useSettingsGroups } from './use-settings-groups.js';

/** An overview of the settings, grouped by who may change them. */
export function SettingsIndex() {
  const scope = useScope();
  return (
    <Page title="Settings" withScope={false}>
      {useSettingsGroups().map(({ name, label, pages }) => (
        <Panel key={name} title={label}>
          <ul className={classes.list}>
            {pages.map(({ to, label: page, text, icon: Icon }) => (
              <li key={to}>
                <Link to={to} search={scope} className={classes.entry}>
                  <Icon className={classes.icon} size={20} stroke={1.6} aria-hidden />
                  <span>
                    <span className={classes.label}>{page}</span>
                    <span className={classes.text}>{text}</span>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </Panel>
      ))}
    </Page>
  );
}
