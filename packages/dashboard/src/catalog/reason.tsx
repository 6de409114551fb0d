import classes from './catalog.module.css';
import { reasonField, reasonWords } from './reason-words.js';

/** Why events are quarantined, with the field at fault. */
export function Reason({ code, field }: { code: string; field: string | null }) {
  const name = reasonField(field);
  return (
    <span className={classes.flag}>
      {reasonWords(code)}
      {name !== null && (
        <>
          : <code>{name}</code>
        </>
      )}
    </span>
  );
}
