import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { exportPerson, type Person } from '../../api/life-queries.js';
import { useProject } from '../../projects/project.js';
import { ProblemNote } from '../../state/problem-note.js';

/** Downloads what is stored about a person. The id is no part of an address, which others may log. */
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

/** Lets the browser save a file that is in memory. */
function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
