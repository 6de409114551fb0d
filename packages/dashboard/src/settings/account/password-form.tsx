import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { client, doneOf } from '../../api/client.js';
import { useTeamAct } from '../../api/use-team-act.js';
import form from '../../layout/form.module.css';
import { Panel } from '../../layout/panel.js';
import { ProblemNote } from '../../state/problem-note.js';
import { Saved } from '../saved.js';

export function PasswordForm({ email }: { email: string }) {
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const change = useTeamAct(
    () => doneOf(client.POST('/api/v1/account/password', { body: { current, password } })),
    () => {
      setCurrent('');
      setPassword('');
    },
  );
  return (
    <Panel title="Password" note="Your other sessions end when you change it.">
      <form
        className={`${form.form} ${form.narrow}`}
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        {/* For password managers: whose password it is. */}
        <input type="text" autoComplete="username" value={email} readOnly hidden />
        <PasswordInput
          label="Current password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          label="New password"
          description="At least 12 characters."
          autoComplete="new-password"
          required
          withAsterisk={false}
          minLength={12}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <ProblemNote error={change.error} />
        <div className={`${form.foot} ${form.start}`}>
          <Button type="submit" loading={change.isPending}>
            Change the password
          </Button>
          <Saved isShown={change.isSuccess && password === ''} text="Changed." />
        </div>
      </form>
    </Panel>
  );
}
