import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { client, responseOf } from '../../api/client.js';
import { useTeamAct } from '../../api/use-team-act.js';
import form from '../../layout/form.module.css';
import { Panel } from '../../layout/panel.js';
import { ProblemNote } from '../../state/problem-note.js';
import { Saved } from '../saved.js';

export function NameForm({ name: current }: { name: string }) {
  const [name, setName] = useState(current);
  const rename = useTeamAct(() =>
    responseOf(client.PATCH('/api/v1/account', { body: { name: name.trim() } })),
  );
  return (
    <Panel title="Name">
      <form
        className={`${form.form} ${form.narrow}`}
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate();
        }}
      >
        <TextInput
          label="Name"
          description="Others see it in lists and in the audit log."
          autoComplete="name"
          required
          withAsterisk={false}
          maxLength={128}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <ProblemNote error={rename.error} />
        <div className={`${form.foot} ${form.start}`}>
          <Button
            type="submit"
            loading={rename.isPending}
            disabled={name.trim() === '' || name.trim() === current}
          >
            Save
          </Button>
          <Saved isShown={rename.isSuccess && name.trim() === current} text="Saved." />
        </div>
      </form>
    </Panel>
  );
}
