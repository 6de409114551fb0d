import { useDocumentTitle } from '@mantine/hooks';
import { type ReactNode, useContext } from 'react';
import { ProjectContext } from '../projects/project.js';
import { SaveViewButton } from '../saved/save-view-button.js';
import { SessionContext } from '../session/session.js';
import { IgnoredParametersNote } from './ignored-parameters-note.js';
import classes from './page.module.css';
import { ScopeBar } from './scope-bar.js';

export interface PageProps {
  title: string;
  /** The window's title, if it differs from the page's. */
  documentTitle?: string;
  /** Above the title, for example a way back. */
  above?: ReactNode;
  /** A line below the title. */
  subtitle?: ReactNode;
  /** False on pages about one thing, to which range and filters do not apply. */
  withScope?: boolean;
  /** False on pages about declarations, to which only range and tool apply. Default true. */
  withFilters?: boolean;
  /** True on pages to which only the range applies, and which do not refresh by themselves. */
  rangeOnly?: boolean;
  /** Set while the data of the previous query is shown. */
  isStale?: boolean;
  children: ReactNode;
}

/** The frame of a page: range and filters, title, content. */
export function Page(props: PageProps) {
  const {
    title,
    documentTitle = title,
    above,
    subtitle,
    withScope = true,
    withFilters = true,
    rangeOnly = false,
    isStale = false,
  } = props;
  const session = useContext(SessionContext);
  const project = useContext(ProjectContext);
  // Distinguishes windows with the same page of different projects.
  const isOneOfMany = project !== undefined && (session?.projects.length ?? 0) > 1;
  useDocumentTitle([documentTitle, ...(isOneOfMany ? [project.title] : []), 'Sonde'].join(' · '));
  return (
    <>
      {withScope && <ScopeBar withFilters={withFilters && !rangeOnly} rangeOnly={rangeOnly} />}
      <div className={classes.page}>
        <IgnoredParametersNote />
        <div className={classes.head}>
          {above}
          <div className={classes.line}>
            <h1 tabIndex={-1} className={classes.title}>
              {title}
            </h1>
            {withScope && project !== undefined && <SaveViewButton title={title} />}
          </div>
          {subtitle !== undefined && subtitle !== false && (
            <p className={classes.subtitle}>{subtitle}</p>
          )}
        </div>
        <div className={classes.content} data-stale={isStale || undefined} aria-busy={isStale}>
          {props.children}
        </div>
      </div>
    </>
  );
}
