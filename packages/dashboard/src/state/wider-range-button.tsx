import { Button } from '@mantine/core';
import { presetLabel, widerPreset } from '../url/date-range.js';
import { withRange } from '../url/scope-search.js';
import { useScope, useSetScope } from '../url/use-scope.js';

/** Shows a longer range on this page; nothing if there is none. */
export function WiderRangeButton() {
  const scope = useScope();
  const setScope = useSetScope();
  const wider = widerPreset(scope);
  if (wider === undefined) return null;
  return (
    <Button
      variant="default"
      size="xs"
      onClick={() => setScope(withRange(scope, { range: wider }))}
    >
      Show the {presetLabel(wider).toLowerCase()}
    </Button>
  );
}
