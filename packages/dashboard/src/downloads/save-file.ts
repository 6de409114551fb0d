/** Hands a file to the browser, named after what it holds. */
export function saveFile(of: string, extension: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName(of, extension);
  link.click();
  // The browser reads it after this task.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** `Success rate` becomes `success-rate.csv`. */
export function fileName(of: string, extension: string): string {
  const words = of.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['sonde'];
  return `${words.join('-').slice(0, 100)}.${extension}`;
}
