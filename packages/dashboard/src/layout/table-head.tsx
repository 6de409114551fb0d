import table from './table.module.css';

export interface TableColumn {
  label: string;
  /** Default `text`. The `wide` column takes the room that the others leave. */
  kind?: 'wide' | 'text' | 'number';
  /** Left out on narrow screens. */
  isOptional?: boolean;
}

/** The names of a table's columns. */
export function TableHead({ columns }: { columns: readonly TableColumn[] }) {
  return (
    <thead>
      <tr>
        {columns.map(({ label, kind = 'text', isOptional = false }) => (
          <th
            key={label}
            scope="col"
            className={[kind === 'text' ? '' : table[kind], isOptional ? table.optional : '']
              .filter((name) => name !== '')
              .join(' ')}
          >
            {label}
          </th>
        ))}
      </tr>
    </thead>
  );
}
