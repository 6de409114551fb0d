import { Button, Code } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import { toProblem } from '../api/problem.js';
import classes from './state.module.css';

export interface ErrorStateProps {
  error: unknown;
  onRetry?: () => void;
  /** True while it is being tried again. */
  isRetrying?: boolean;
}

/** What went wrong, what to do, and the stable code to look it up by. */
export function ErrorState({ error, onRetry, isRetrying = false }: ErrorStateProps) {
  const problem = toProblem(error);
  return (
    <div className={classes.state} role="alert" data-testid="error-state">
      <IconAlertTriangle className={classes.badIcon} size={26} stroke={1.6} aria-hidden />
      <h2>{problem.title}</h2>
      {problem.action !== '' && <p className={classes.text}>{problem.action}</p>}
      {problem.detail !== '' && <p className={classes.detail}>{problem.detail}</p>}
      <p className={classes.code}>
        <Code>{problem.code}</Code>
      </p>
      {onRetry !== undefined && (
        <Button
          variant="default"
          size="xs"
          loading={isRetrying}
          leftSection={<IconRefresh size={15} stroke={1.7} aria-hidden />}
          onClick={onRetry}
        >
          Try again
        </Button>
      )}
    </div>
  );
}
