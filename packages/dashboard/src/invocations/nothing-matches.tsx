import { Button } from '@mantine/core';
import { IconListSearch } from '@tabler/icons-react';
import classes from '../state/state.module.css';
import { WiderRangeButton } from '../state/wider-range-button.js';
import { useSetInvocationFilter } from '../url/use-invocation-search.js';

/** Shown if the filters match nothing. */
export function NothingMatches() {
  const setFilter = useSetInvocationFilter();
  return (
    <div className={classes.state} data-testid="empty-list">
      <IconListSearch className={classes.quietIcon} size={28} stroke={1.5} aria-hidden />
      <h2>No invocation matches</h2>
      <p className={classes.text}>No invocation in this range meets all the conditions above.</p>
      <div className={classes.actions}>
        <Button variant="default" size="xs" onClick={() => setFilter({})}>
          Show all invocations
        </Button>
        <WiderRangeButton />
      </div>
    </div>
  );
}
