import { useQuery } from '@tanstack/react-query';
import { forwardersQuery } from '../../api/forwarder-queries.js';
import { Panel } from '../../layout/panel.js';
import { useProject } from '../../projects/project.js';
import { Loaded } from '../../state/loaded.js';
import classes from '../settings.module.css';
import { SettingsPage } from '../settings-page.js';
import { ForwarderPanel } from './forwarder-panel.js';

/** Where the project's events are sent on to, and how far that is. */
export function ForwardersPage() {
  return (
    <SettingsPage
      address="/settings/forwarders"
      subtitle="Stored events are sent on to the destinations in the configuration file."
    >
      <Forwarders />
    </SettingsPage>
  );
}

function Forwarders() {
  const project = useProject();
  return (
    <Loaded query={useQuery(forwardersQuery(project.id))}>
      {({ forwarders }) =>
        forwarders.length === 0 ? (
          <Panel title={`Forwarders of ${project.title}`} flush>
            <p className={classes.empty} data-testid="no-forwarders">
              There are none. Declare one under <code>forwarders</code> in the configuration file,
              and restart the collector.
            </p>
          </Panel>
        ) : (
          forwarders.map((forwarder) => <ForwarderPanel key={forwarder.id} forwarder={forwarder} />)
        )
      }
    </Loaded>
  );
}
