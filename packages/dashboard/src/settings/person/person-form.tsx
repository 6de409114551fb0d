import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import type { Person } from '../../api/life-queries.js';
import form from '../../layout/form.module.css';
import { Panel } from '../../layout/panel.js';

/** A form for the id of a person. */
export function PersonForm({ onLookUp }: { onLookUp: (person: Person) => void }) {
  const label = useId();
  const [kind, setKind] = useState<Person['kind']>('user_id');
  const [id, setId] = useState('');
  return (
    <Panel title="Whose data">
      <form
        className={`${form.form} ${form.narrow}`}
        onSubmit={(event) => {
          event.preventDefault();
          onLookUp({ kind, id: id.trim() });
        }}
      >
        <div>
          <p id={label} className={form.label}>
            The id is a
          </p>
          <SegmentedControl
            aria-labelledby={label}
            fullWidth
            data={[
              { value: 'user_id', label: 'User id' },
              { value: 'anonymous_id', label: 'Anonymous id' },
            ]}
            value={kind}
            onChange={setKind}
          />
        </div>
        <TextInput
          label="Id"
          description={
            kind === 'user_id'
              ? 'Includes all installations on which this user has signed in.'
              : 'The id of one installation; its telemetry status prints it.'
          }
          required
          withAsterisk={false}
          maxLength={512}
          value={id}
          onChange={(event) => setId(event.currentTarget.value)}
        />
        <div className={`${form.foot} ${form.start}`}>
          <Button type="submit" disabled={id.trim() === ''}>
            Look up
          </Button>
        </div>
      </form>
    </Panel>
  );
}
