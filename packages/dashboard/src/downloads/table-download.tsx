import { DownloadMenu } from './download-menu.js';
import type { FileColumn } from './save-table.js';
import classes from './table-download.module.css';

export interface TableDownloadProps {
  /** Name of the table. */
  of: string;
  /** Evaluated when a file is saved. */
  columns: () => FileColumn[];
}

/** Below a table: saves its rows. */
export function TableDownload({ of, columns }: TableDownloadProps) {
  const saveAs = (format: 'csv' | 'parquet') => async () => {
    const { saveTable } = await import('./save-table.js');
    await saveTable(format, of, columns());
  };
  return (
    <div className={classes.foot}>
      <DownloadMenu
        of={of}
        downloads={[
          { label: 'CSV', save: saveAs('csv') },
          { label: 'Parquet', save: saveAs('parquet') },
        ]}
      />
    </div>
  );
}
