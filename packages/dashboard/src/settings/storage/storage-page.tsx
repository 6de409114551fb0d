import { useQuery } from '@tanstack/react-query';
import { storageQuery } from '../../api/health-queries.js';
import type { Storage } from '../../api/responses.js';
import { Panel } from '../../layout/panel.js';
import { Loaded } from '../../state/loaded.js';
import { SettingsPage } from '../settings-page.js';
import { DiskPanel } from './disk-panel.js';
import { HistoryPanel } from './history-panel.js';
import { MonthTable } from './month-table.js';
import { sumByMonth } from './sum-by-month.js';

/** Disk use of the events, its growth, and how long the disk lasts. */
export function StoragePage() {
  return (
    <SettingsPage address="/settings/storage" subtitle="Of all projects together.">
      <Sizes />
    </SettingsPage>
  );
}

function Sizes() {
  return (
    <Loaded query={useQuery(storageQuery())}>
      {(storage: Storage) => (
        <>
          <DiskPanel storage={storage} />
          <HistoryPanel history={storage.history} />
          <Panel
            title="By month"
            note="By the month of the events. The last row has tables without months."
            flush
          >
            <MonthTable months={sumByMonth(storage.tables)} />
          </Panel>
        </>
      )}
    </Loaded>
  );
}
