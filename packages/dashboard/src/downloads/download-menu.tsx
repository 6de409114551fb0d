import { ActionIcon, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';

export interface Download {
  label: string;
  /** Hands the file to the browser. */
  save: () => Promise<void>;
}

export interface DownloadMenuProps {
  /** Of what: the name of the table or chart. */
  of: string;
  downloads: readonly Download[];
}

/** Saves what a table or a chart shows as a file. */
export function DownloadMenu({ of, downloads }: DownloadMenuProps) {
  const [failure, setFailure] = useState('');
  const save = async (download: Download) => {
    setFailure('');
    try {
      await download.save();
    } catch {
      setFailure('The file could not be made. Reload the page and try again.');
    }
  };
  return (
    <>
      <span role="status">{failure}</span>
      <Menu position="bottom-end" withinPortal withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`Download: ${of}`}>
            <IconDownload size={15} stroke={1.7} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {downloads.map((download) => (
            <Menu.Item key={download.label} onClick={() => save(download)}>
              {download.label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
