/** Puts a text on the clipboard. Resolves with whether it is there. */
export async function copyText(text: string): Promise<boolean> {
  // Browsers have it only on pages over https, and on those of this machine.
  if (navigator.clipboard === undefined) return copySelection(text);
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => copySelection(text),
  );
}

/** Copies as Ctrl+C does, from a field that is there for as long as that takes. */
function copySelection(text: string): boolean {
  const focused = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.style.cssText = 'position: fixed; inset: 0 auto auto 0; opacity: 0';
  // A dialog takes the focus back from what is outside of it.
  (focused?.closest('[role=dialog]') ?? document.body).append(field);
  field.select();
  const isCopied = document.execCommand('copy');
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return isCopied;
}
