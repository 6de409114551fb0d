import { ActionIcon } from '@mantine/core';
import { IconBookmark } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { viewsQuery } from '../api/saved-queries.js';
import { useProject } from '../projects/project.js';
import { viewAddress } from './view-address.js';

const SaveView = lazy(() =>
  import('./save-view.js').then((module) => ({ default: module.SaveView })),
);

/** Saves the page with its range and filters; filled if it is saved. */
export function SaveViewButton({ title }: { title: string }) {
  const project = useProject();
  const address = useRouterState({
    select: ({ location }) => viewAddress(location.pathname, location.search),
  });
  const saved = useQuery(viewsQuery(project.id)).data?.views.find(
    (view) => view.address === address,
  );
  const [isOpen, setOpen] = useState(false);
  const [wasOpened, setOpened] = useState(false);
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={saved === undefined ? 'Save this view' : `Saved as ${saved.name}`}
        title={saved === undefined ? 'Save this view' : `Saved as ${saved.name}`}
        onClick={() => {
          setOpened(true);
          setOpen(true);
        }}
      >
        <IconBookmark size={18} stroke={1.7} fill={saved === undefined ? 'none' : 'currentColor'} />
      </ActionIcon>
      {wasOpened && (
        <Suspense>
          <SaveView {...{ title, address, saved, isOpen }} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
