const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that already is HTML. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = Html | string | false | undefined;

/** Creates HTML; every value is escaped unless it is `Html`, and `false` is left out. */
export function html(literals: TemplateStringsArray, ...parts: Part[]): Html {
  const texts = parts.map((part) => {
    if (part instanceof Html) return part.text;
    if (part === false || part === undefined) return '';
    return part.replace(/[&<>"']/g, (character) => entities[character] ?? '');
  });
  return new Html(literals.map((literal, index) => literal + (texts[index] ?? '')).join(''));
}
