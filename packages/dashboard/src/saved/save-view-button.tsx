import { ActionIcon } from '@mantine/core';
import { IconBookmark } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { viewsQuery } from '../api/saved-queries.js';
import { useDialog } from '../layout/use-dialog.js';
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
  const { subject, isOpen, open, close } = useDialog<'save'>();
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={saved === undefined ? 'Save this view' : `Saved as ${saved.name}`}
        title={saved === undefined ? 'Save this view' : `Saved as ${saved.name}`}
        onClick={() => open('save')}
      >
        <IconBookmark size={18} stroke={1.7} fill={saved === undefined ? 'none' : 'currentColor'} />
      </ActionIcon>
      {subject !== undefined && (
        <Suspense>
          <SaveView {...{ title, address, saved, isOpen }} onClose={close} />
        </Suspense>
      )}
    </>
  );
}
