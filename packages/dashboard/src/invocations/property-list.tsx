import classes from './property-list.module.css';

/** Formats a property's value. */
export function formatValue(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'string') return value === '' ? '""' : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object' || one === null)) {
    return value.length === 0 ? 'none' : value.map(formatValue).join(', ');
  }
  return JSON.stringify(value);
}

export interface PropertyListProps {
  properties: Record<string, unknown>;
  /** An additional note on a property. */
  noteOf?: (name: string) => string | undefined;
}

/** Names and values. */
export function PropertyList({ properties, noteOf }: PropertyListProps) {
  return (
    <dl className={classes.list}>
      {Object.entries(properties).map(([name, value]) => (
        <div key={name} className={classes.entry}>
          <dt>{name}</dt>
          <dd data-empty={value === null || undefined}>
            {formatValue(value)}
            <Note text={noteOf?.(name)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Note({ text }: { text: string | undefined }) {
  return text === undefined ? null : <span className={classes.note}> {text}</span>;
}
