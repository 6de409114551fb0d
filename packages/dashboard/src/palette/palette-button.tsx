import { Kbd } from '@mantine/core';
import { useHotkeys, useOs } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import classes from './palette-button.module.css';

// Most visits do without it.
const CommandPalette = lazy(() =>
  import('./command-palette.js').then((module) => ({ default: module.CommandPalette })),
);

/** Opens the command palette, as Ctrl+K does everywhere. */
export function PaletteButton() {
  const [asked, setAsked] = useState(0);
  const ask = () => setAsked((before) => before + 1);
  const modifier = useOs() === 'macos' ? '⌘' : 'Ctrl';
  useHotkeys([['mod+K', ask]], []);
  return (
    <>
      <button type="button" className={classes.button} onClick={ask}>
        <IconSearch size={15} stroke={1.7} aria-hidden />
        Go to
        <Kbd size="xs" className={classes.keys ?? ''}>
          {modifier} K
        </Kbd>
      </button>
      {asked > 0 && (
        <Suspense>
          <CommandPalette asked={asked} />
        </Suspense>
      )}
    </>
  );
}
