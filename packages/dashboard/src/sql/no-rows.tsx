import { IconTableOff } from '@tabler/icons-react';
import classes from '../state/state.module.css';
import { WiderRangeButton } from '../state/wider-range-button.js';
import { describeRange } from '../url/date-range.js';
import { useScope, useZone } from '../url/use-scope.js';

/** Shown if a query found nothing. */
export function NoRows() {
  const scope = useScope();
  const zone = useZone();
  return (
    <div className={classes.state} data-testid="no-rows">
      <IconTableOff className={classes.quietIcon} size={28} stroke={1.5} aria-hidden />
      <h2>No rows</h2>
      <p className={classes.text}>
        Nothing in this range meets the conditions. Range: {describeRange(scope)}, {zone}.
      </p>
      <div className={classes.actions}>
        <WiderRangeButton />
      </div>
    </div>
  );
}
