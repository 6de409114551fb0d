import { useState } from 'react';
import type { Person } from '../../api/life-queries.js';
import { SettingsPage } from '../settings-page.js';
import { DeletionPanel } from './deletion-panel.js';
import { PersonForm } from './person-form.js';
import { PersonPanel } from './person-panel.js';

/** The stored data of one person: look up, export, delete. */
export function PersonPage() {
  const [person, setPerson] = useState<Person>();
  return (
    <SettingsPage
      address="/settings/person"
      subtitle="Answer a person’s request about their data: see what is stored, export it, delete it."
    >
      <PersonForm onLookUp={setPerson} />
      {person !== undefined && <PersonPanel key={`${person.kind} ${person.id}`} person={person} />}
      <DeletionPanel />
    </SettingsPage>
  );
}
