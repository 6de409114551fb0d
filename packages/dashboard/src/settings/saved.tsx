import form from '../layout/form.module.css';

/** Confirms beside a button that its action is done. */
export function Saved({ isShown, text }: { isShown: boolean; text: string }) {
  return (
    <span role="status" className={form.saved}>
      {isShown && text}
    </span>
  );
}
