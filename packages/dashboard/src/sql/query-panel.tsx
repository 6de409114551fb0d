import { Button } from '@mantine/core';
import { formatCount } from '@sonde/analytics/format';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useRef } from 'react';
import { sqlViewsQuery } from '../api/sql-queries.js';
import { Panel } from '../layout/panel.js';
import { useScope } from '../url/use-scope.js';
import type { Place } from './error-place.js';
import { exampleQueries } from './examples.js';
import { SqlEditor } from './sql-editor.js';
import classes from './sql-page.module.css';

export interface QueryPanelProps {
  text: string;
  errorPlace: Place | undefined;
  isRunning: boolean;
  onChange: (text: string) => void;
  onRun: () => void;
}

/** The editor, examples to start from, and the button that runs the query. */
export function QueryPanel({ text, errorPlace, isRunning, onChange, onRun }: QueryPanelProps) {
  const known = useQuery(sqlViewsQuery(useScope())).data;
  const queryClient = useQueryClient();
  const editor = useRef<{ focus: () => void }>(null);
  const hintId = useId();
  const longest = known?.longest_query ?? Number.POSITIVE_INFINITY;
  const isTooLong = text.length > longest;
  return (
    <Panel title="Query">
      <div className={classes.query}>
        <SqlEditor
          ref={editor}
          {...{ text, known, errorPlace, onChange, onRun }}
          describedBy={hintId}
        />
        <div className={classes.foot}>
          <Button
            size="xs"
            leftSection={<IconPlayerPlay size={14} aria-hidden />}
            disabled={text.trim() === '' || isTooLong}
            onClick={onRun}
          >
            Run
          </Button>
          {isRunning && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPlayerStop size={14} aria-hidden />}
              onClick={() => void queryClient.cancelQueries({ queryKey: ['sql'] })}
            >
              Cancel
            </Button>
          )}
          <p id={hintId} className={classes.hint}>
            Ctrl+Enter or ⌘+Enter runs it, Ctrl+Space completes a word, Tab leaves the editor.
          </p>
        </div>
        {isTooLong && (
          <p role="alert" className={classes.tooLong}>
            The query has {formatCount(text.length)} characters. At most {formatCount(longest)} are
            allowed: shorten it.
          </p>
        )}
        <div className={classes.examples}>
          <h3>Examples</h3>
          <ul>
            {exampleQueries.map(({ label, query }) => (
              <li key={label}>
                <Button
                  size="compact-sm"
                  variant="default"
                  onClick={() => {
                    onChange(query);
                    editor.current?.focus();
                  }}
                >
                  {label}
                </Button>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </Panel>
  );
}
