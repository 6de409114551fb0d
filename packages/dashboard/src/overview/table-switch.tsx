import { Button } from '@mantine/core';
import { IconTable } from '@tabler/icons-react';
import classes from './metric-grid.module.css';

export interface TableSwitchProps {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

/** Shows the numbers of charts as a table. */
export function TableSwitch({ isOn, onChange }: TableSwitchProps) {
  return (
    <div className={classes.more}>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        leftSection={<IconTable size={15} stroke={1.7} aria-hidden />}
        aria-expanded={isOn}
        onClick={() => onChange(!isOn)}
      >
        {isOn ? 'Hide the table' : 'Show as a table'}
      </Button>
    </div>
  );
}
