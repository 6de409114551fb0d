import { useDocumentTitle } from '@mantine/hooks';
import { type ReactNode, useContext } from 'react';
import { ProjectContext } from '../projects/project.js';
import { SessionContext } from '../session/session.js';
import classes from './page.module.css';
import { ScopeBar } from './scope-bar.js';

export interface PageProps {
  title: string;
  /** What stands in the window's title when it is not the page's. */
  documentTitle?: string;
  /** Above the title, for example a way back. */
  above?: ReactNode;
  /** One quiet line below the title. */
  subtitle?: ReactNode;
  /** False on pages that show one thing, whatever range and filters are set. */
  withScope?: boolean;
  /** Set while what is shown belongs to the question before. */
  isStale?: boolean;
  children: ReactNode;
}

/** The frame of one page: range and filters, title, content. */
export function Page(props: PageProps) {
  const {
    title,
    documentTitle = title,
    above,
    subtitle,
    withScope = true,
    isStale = false,
  } = props;
  const session = useContext(SessionContext);
  const project = useContext(ProjectContext);
  // Tells windows with the same page of two projects apart.
  const isOneOfMany = project !== undefined && (session?.projects.length ?? 0) > 1;
  useDocumentTitle([documentTitle, ...(isOneOfMany ? [project.title] : []), 'Sonde'].join(' · '));
  return (
    <>
      {withScope && <ScopeBar />}
      <div className={classes.page}>
        <div className={classes.head}>
          {above}
          <h1 tabIndex={-1} className={classes.title}>
            {title}
          </h1>
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
