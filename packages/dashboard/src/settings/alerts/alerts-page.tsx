import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { alertsQuery } from '../../api/alert-queries.js';
import { Dialog } from '../../layout/dialog.js';
import { Panel } from '../../layout/panel.js';
import { useDialog } from '../../layout/use-dialog.js';
import { useProject } from '../../projects/project.js';
import { Loaded } from '../../state/loaded.js';
import classes from '../settings.module.css';
import { SettingsPage } from '../settings-page.js';
import { AlertEntry } from './alert-entry.js';
import { AlertForm } from './alert-form.js';
import alerts from './alerts.module.css';

/** Who is notified when a release got worse or a number passed a threshold. */
export function AlertsPage() {
  return (
    <SettingsPage
      address="/settings/alerts"
      subtitle="An alert sends a message when its condition is met, and another when it no longer is."
    >
      <Alerts />
    </SettingsPage>
  );
}

function Alerts() {
  const project = useProject();
  const { isOpen, open, close } = useDialog<'new'>();
  return (
    <Loaded query={useQuery(alertsQuery(project.id))}>
      {({ alerts: all, can_email }) => (
        <Panel
          title={`Alerts of ${project.title}`}
          aside={
            <Button
              size="xs"
              leftSection={<IconPlus size={15} stroke={1.9} aria-hidden />}
              onClick={() => open('new')}
            >
              New alert
            </Button>
          }
          flush
        >
          {all.length === 0 ? (
            <p className={classes.empty} data-testid="no-alerts">
              No alerts yet. Create one to get a message when a release got worse, or when a number
              passes a threshold.
            </p>
          ) : (
            <ul className={alerts.list}>
              {all.map((alert) => (
                <AlertEntry key={alert.id} alert={alert} canEmail={can_email} />
              ))}
            </ul>
          )}
          <Dialog title="New alert" isOpen={isOpen} onClose={close}>
            <AlertForm canEmail={can_email} onClose={close} />
          </Dialog>
        </Panel>
      )}
    </Loaded>
  );
}
