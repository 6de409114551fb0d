import { Button, Switch } from '@mantine/core';
import { formatCount } from '@sonde/analytics/format';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Key } from '../../api/team.js';
import { keysQuery } from '../../api/team-queries.js';
import { Dialog } from '../../layout/dialog.js';
import { Panel } from '../../layout/panel.js';
import { useDialog } from '../../layout/use-dialog.js';
import { needsKey } from '../../projects/needs-key.js';
import { useProject } from '../../projects/project.js';
import { useSession } from '../../session/session.js';
import { Loaded } from '../../state/loaded.js';
import classes from '../settings.module.css';
import { SettingsPage } from '../settings-page.js';
import { CreateKey } from './create-key.js';
import { KeyTable } from './key-table.js';

/** The keys of the project, for tools that send and programs that read. */
export function KeysPage() {
  return (
    <SettingsPage
      address="/settings/keys"
      subtitle="A key is shown once, when you create it. A revoked key stops working at once."
    >
      <Keys />
    </SettingsPage>
  );
}

function Keys() {
  const project = useProject();
  return (
    <Loaded query={useQuery(keysQuery(project.id))}>{({ keys }) => <KeyList keys={keys} />}</Loaded>
  );
}

function KeyList({ keys }: { keys: Key[] }) {
  const project = useProject();
  const isKeyNeeded = needsKey(useSession(), project);
  const { isOpen, open, close } = useDialog<'new'>();
  const [withRevoked, setWithRevoked] = useState(false);
  const revoked = keys.filter(({ revoked_at }) => revoked_at !== null).length;
  const shown = withRevoked ? keys : keys.filter(({ revoked_at }) => revoked_at === null);
  return (
    <Panel
      title={`Keys of ${project.title}`}
      note={project.archived && 'The project is archived: events are refused for every key.'}
      aside={
        <Button
          size="xs"
          leftSection={<IconPlus size={15} stroke={1.9} aria-hidden />}
          onClick={() => open('new')}
        >
          New key
        </Button>
      }
      flush
    >
      {revoked > 0 && (
        <div className={classes.tools}>
          <Switch
            size="xs"
            label={`Show revoked (${formatCount(revoked)})`}
            checked={withRevoked}
            onChange={(event) => setWithRevoked(event.currentTarget.checked)}
          />
        </div>
      )}
      {shown.length === 0 ? (
        <p className={classes.empty} data-testid="no-keys">
          No keys yet.{' '}
          {isKeyNeeded
            ? 'A tool needs a write key to send its events here.'
            : 'None is needed: programs on this machine, and no others, can send here without a key or with an unknown one.'}
        </p>
      ) : (
        <KeyTable keys={shown} />
      )}
      <Dialog title="New key" isOpen={isOpen} onClose={close}>
        <CreateKey project={project.id} onClose={close} />
      </Dialog>
    </Panel>
  );
}
