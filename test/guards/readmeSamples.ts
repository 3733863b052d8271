/** A fenced block of TypeScript or JavaScript in a markdown text. */
export interface Sample {
  /** Where its code begins in the text, counted from 1. */
  readonly line: number;
  readonly language: 'ts' | 'tsx' | 'js' | 'jsx' | 'mjs';
  readonly code: string;
}

const FENCE = /^```(tsx?|jsx?|mjs)\b[^\n]*\n([\s\S]*?)^```/gm;

/** The blocks of a markdown text that a compiler can read. Of JavaScript it reads the syntax alone. */
export function extractSamples(markdown: string): Sample[] {
  return [...markdown.matchAll(FENCE)].map(({ index, 1: language, 2: code = '' }) => ({
    line: markdown.slice(0, index).split('\n').length + 1,
    language: language as Sample['language'],
    code,
  }));
}

/** A module of the sample, in which every line has the number it has in the document, so that errors point there. */
export const toModule = ({ line, code }: Sample): string => `${'\n'.repeat(line - 1)}${code}\nexport {};\n`;
