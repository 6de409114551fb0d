import form from './form.module.css';

/** Says beside a button that what it did is done. */
export function Saved({ isShown, text }: { isShown: boolean; text: string }) {
  return (
    <span role="status" className={form.saved}>
      {isShown && text}
    </span>
  );
}
