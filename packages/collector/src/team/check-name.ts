import { SondeError } from '@sonde/protocol';

const charactersMax = 128;

/**
 * Validates a name that people enter, and trims it. Throws `name_invalid`.
 *
 * Markup is ordinary text: pages must display names as text.
 */
export function checkName(text: string): string {
  const name = text.trim();
  const characters = [...name].length;
  // Characters that change the text direction can make one name look like another.
  const isPlain = !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u.test(name);
  if (characters >= 1 && characters <= charactersMax && isPlain) return name;
  throw new SondeError('name_invalid', {
    detail: characters === 0 ? 'it is empty' : isPlain ? `${characters} characters` : 'a control',
  });
}
