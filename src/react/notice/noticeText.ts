/** A text with the language it is written in. */
export interface TextInLanguage {
  /** Language tag (BCP 47). */
  readonly lang: string;
  readonly text: string;
}

const baseOf = (tag: string): string => tag.toLowerCase().split('-', 1)[0] ?? '';

/**
 * The text that a reader of these languages understands best: in that exact language, else in another form of it, else
 * in English, else in any language. Null where there is none.
 *
 * @param wanted language tags, the best first
 * @example pickText({ en: 'Maintenance', 'pt-BR': 'Manutenção' }, ['pt']) // { lang: 'pt-BR', text: 'Manutenção' }
 */
export function pickText(texts: Readonly<Record<string, string>>, wanted: readonly string[]): TextInLanguage | null {
  const written = Object.entries(texts).filter(([, text]) => text.trim() !== '');
  const find = (fits: (tag: string) => boolean) => written.find(([tag]) => fits(tag));
  for (const wish of [...wanted, 'en']) {
    const found =
      find((tag) => tag.toLowerCase() === wish.toLowerCase()) ??
      find((tag) => tag.toLowerCase() === baseOf(wish)) ??
      find((tag) => baseOf(tag) === baseOf(wish));
    if (found) return { lang: found[0], text: found[1] };
  }
  const [first] = written;
  return first ? { lang: first[0], text: first[1] } : null;
}
