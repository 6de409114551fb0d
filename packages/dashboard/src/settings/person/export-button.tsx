import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { exportPerson, type Person } from '../../api/life-queries.js';
import { useProject } from '../../projects/project.js';
import { ProblemNote } from '../../state/problem-note.js';

/** Downloads the stored data of a person. The id is not part of the URL, which others may log. */
export function ExportButton({ person }: { person: Person }) {
  const project = useProject();
  const download = useMutation({
    mutationFn: () => exportPerson(project.id, person),
    onSuccess: (file) => save(file, `${project.id}-person.ndjson`),
  });
  return (
    <>
      <Button
        variant="default"
        loading={download.isPending}
        leftSection={<IconDownload size={16} stroke={1.7} aria-hidden />}
        onClick={() => download.mutate()}
      >
        Export
      </Button>
      <ProblemNote error={download.error} />
    </>
  );
}

/** Makes the browser save a file from memory. */
function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
