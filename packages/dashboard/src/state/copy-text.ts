/** Copies a text to the clipboard. Resolves with whether that worked. */
export async function copyText(text: string): Promise<boolean> {
  // Browsers have it only on pages over https or on localhost.
  if (navigator.clipboard === undefined) return copySelection(text);
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => copySelection(text),
  );
}

/** Copies like Ctrl+C, from a temporary field. */
function copySelection(text: string): boolean {
  const focused = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.style.cssText = 'position: fixed; inset: 0 auto auto 0; opacity: 0';
  // A dialog takes the focus back from elements outside it.
  (focused?.closest('[role=dialog]') ?? document.body).append(field);
  field.select();
  const isCopied = document.execCommand('copy');
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return isCopied;
}
