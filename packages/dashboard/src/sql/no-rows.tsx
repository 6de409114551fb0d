import { Button } from '@mantine/core';
import { IconTableOff } from '@tabler/icons-react';
import classes from '../state/state.module.css';
import { describeRange, presetLabel, widerPreset } from '../url/date-range.js';
import { withRange } from '../url/scope-search.js';
import { useScope, useSetScope, useZone } from '../url/use-scope.js';

/** Shown if a query found nothing. */
export function NoRows() {
  const scope = useScope();
  const setScope = useSetScope();
  const zone = useZone();
  const wider = widerPreset(scope);
  return (
    <div className={classes.state} data-testid="no-rows">
      <IconTableOff className={classes.quietIcon} size={28} stroke={1.5} aria-hidden />
      <h2>No rows</h2>
      <p className={classes.text}>
        Nothing in this range meets the conditions. Range: {describeRange(scope)}, {zone}.
      </p>
      {wider !== undefined && (
        <div className={classes.actions}>
          <Button
            variant="default"
            size="xs"
            onClick={() => setScope(withRange(scope, { range: wider }))}
          >
            Show the {presetLabel(wider).toLowerCase()}
          </Button>
        </div>
      )}
    </div>
  );
}
