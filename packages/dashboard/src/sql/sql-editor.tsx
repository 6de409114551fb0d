import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import type { Known } from './complete-sql.js';
import { createEditor, type SqlEditor as Editor } from './create-editor.js';
import type { Place } from './error-place.js';

export interface SqlEditorProps {
  text: string;
  onChange: (text: string) => void;
  onRun: () => void;
  /** What is completed; undefined while it loads. */
  known: Known | undefined;
  /** Of the error in the text, if there is one. */
  errorPlace: Place | undefined;
  /** Id of the element that describes the keys. */
  describedBy: string;
  ref?: Ref<{ focus: () => void }>;
}

/** The text box for a query. */
export function SqlEditor(props: SqlEditorProps) {
  const { text, known, errorPlace, describedBy, ref } = props;
  const parent = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor>(null);
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    if (parent.current === null) return;
    const created = createEditor({
      parent: parent.current,
      text: latest.current.text,
      attributes: { 'aria-label': 'SQL query', 'aria-describedby': describedBy },
      onChange: (next) => latest.current.onChange(next),
      onRun: () => latest.current.onRun(),
    });
    editor.current = created;
    return () => created.destroy();
  }, [describedBy]);
  useEffect(() => editor.current?.setText(text), [text]);
  useEffect(() => {
    if (known !== undefined) editor.current?.setKnown(known);
  }, [known]);
  useEffect(() => editor.current?.mark(errorPlace), [errorPlace]);
  useImperativeHandle(ref, () => ({ focus: () => editor.current?.focus() }), []);
  return <div ref={parent} />;
}
