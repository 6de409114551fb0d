import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';
import { type Place, wordAt } from './error-place.js';

/** Marks the place of an error; null removes the mark. */
export const markError = StateEffect.define<Place | null>();

const mark = Decoration.mark({ class: 'cm-error-place' });

/** The mark below the place of an error; it goes with the next change of the text. */
export const errorMark = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { docChanged, effects, state }) {
    for (const effect of effects) {
      if (!effect.is(markError)) continue;
      if (effect.value === null) return Decoration.none;
      const { from, to } = wordAt(state.doc.toString(), effect.value);
      return from === to ? Decoration.none : Decoration.set(mark.range(from, to));
    }
    return docChanged ? Decoration.none : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});
