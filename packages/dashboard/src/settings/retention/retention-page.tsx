import { useQuery } from '@tanstack/react-query';
import { retentionQuery } from '../../api/life-queries.js';
import { useProject } from '../../projects/project.js';
import { Loaded } from '../../state/loaded.js';
import { SettingsPage } from '../settings-page.js';
import { RetentionForm } from './retention-form.js';
import { RetentionSchedule } from './retention-schedule.js';

/** How many months the project keeps its events, and what that deletes. */
export function RetentionPage() {
  return (
    <SettingsPage address="/settings/retention" subtitle="Older events are deleted once a day.">
      <Retention />
    </SettingsPage>
  );
}

function Retention() {
  const project = useProject();
  return (
    <Loaded query={useQuery(retentionQuery(project.id, undefined))}>
      {(retention) => (
        <>
          <RetentionForm key={retention.retention_months} current={retention.retention_months} />
          <RetentionSchedule retention={retention} />
        </>
      )}
    </Loaded>
  );
}
