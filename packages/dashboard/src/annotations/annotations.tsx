import { ActionIcon, Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense } from 'react';
import type { Overview } from '../api/responses.js';
import type { Annotation } from '../api/saved-queries.js';
import { formatDay, formatInstant } from '../format/time.js';
import { useDialog } from '../layout/use-dialog.js';
import { useZone } from '../url/use-scope.js';
import classes from './annotations.module.css';
import { useMarks } from './use-marks.js';

const Annotate = lazy(() =>
  import('./annotate.js').then((module) => ({ default: module.Annotate })),
);

interface AnnotationsProps {
  interval: Overview['interval'];
  series: readonly { time: string }[];
  /** Further controls, after the button. */
  children: ReactNode;
}

/** The marks of the charts above in words, and a button to add one. */
export function Annotations({ children, ...chart }: AnnotationsProps) {
  const zone = useZone();
  const marks = useMarks(chart);
  const { subject, isOpen, open, close } = useDialog<Annotation | 'new'>();
  return (
    <div className={classes.bar}>
      <ul className={classes.marks} aria-label="What happened in this range">
        {marks.map(({ at, text, annotation }) => (
          <li
            key={annotation?.id ?? text}
            className={classes.mark}
            data-mark={text}
            data-kind={annotation === undefined ? 'release' : 'annotation'}
          >
            <span className={classes.line} aria-hidden />
            <time dateTime={at} title={formatInstant(at, zone)}>
              {formatDay(at, Date.now(), zone)}
            </time>
            <span className={classes.text}>{text}</span>
            {annotation?.may_change === true && (
              <ActionIcon
                size="xs"
                variant="subtle"
                color="gray"
                aria-label={`Change ${text}`}
                onClick={() => open(annotation)}
              >
                <IconPencil size={13} stroke={1.9} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      <div className={classes.controls}>
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => open('new')}>
          Annotate
        </Button>
        {children}
      </div>
      {subject !== undefined && (
        <Suspense>
          <Annotate
            annotation={subject === 'new' ? undefined : subject}
            isOpen={isOpen}
            onClose={close}
          />
        </Suspense>
      )}
    </div>
  );
}
