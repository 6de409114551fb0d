import { autocompletion, closeCompletion, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { Compartment, EditorState, Prec } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import type { Known } from './complete-sql.js';
import { editorTheme } from './editor-theme.js';
import { errorMark, markError } from './error-mark.js';
import type { Place } from './error-place.js';
import { sqlLanguage } from './sql-language.js';

export interface EditorOptions {
  parent: HTMLElement;
  text: string;
  /** Attributes of the text box, for its name and description. */
  attributes: Record<string, string>;
  onChange: (text: string) => void;
  /** Ctrl+Enter or ⌘Enter. */
  onRun: () => void;
}

export interface SqlEditor {
  /** Replaces the text; can be undone. Does nothing if it is the same. */
  setText(text: string): void;
  /** What is completed and coloured. */
  setKnown(known: Known): void;
  /** Marks the place of an error, or removes the mark. */
  mark(place: Place | undefined): void;
  focus(): void;
  destroy(): void;
}

/** An editor for SQL. Tab leaves it; Escape closes a completion. */
export function createEditor(options: EditorOptions): SqlEditor {
  const { parent, text, attributes, onChange, onRun } = options;
  const language = new Compartment();
  const run = (view: EditorView) => {
    closeCompletion(view);
    onRun();
    return true;
  };
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(keymap.of([{ key: 'Mod-Enter', run }])),
        history(),
        bracketMatching(),
        autocompletion({ icons: false }),
        keymap.of([...completionKeymap, ...historyKeymap, ...defaultKeymap]),
        language.of(sqlLanguage({ views: [], functions: [] })),
        errorMark,
        editorTheme,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of(attributes),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) onChange(state.doc.toString());
        }),
      ],
    }),
  });
  return {
    setText(next) {
      const { doc } = view.state;
      if (doc.toString() === next) return;
      view.dispatch({ changes: { from: 0, to: doc.length, insert: next } });
    },
    setKnown: (known) => view.dispatch({ effects: language.reconfigure(sqlLanguage(known)) }),
    mark: (place) => view.dispatch({ effects: markError.of(place ?? null) }),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
