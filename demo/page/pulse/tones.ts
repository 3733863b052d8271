/** A canvas does not know custom properties: the colours are read from elements that have them. */
export const TONES = ['alive', 'waiting', 'gone', 'faint', 'soft', 'ink', 'paper', 'tint'] as const;

export type Tone = (typeof TONES)[number];
export type Colours = Readonly<Record<Tone, string>>;

/** The colours of the present theme, from the children of `probes`, one for each tone. */
export function readColours(probes: HTMLElement): Colours {
  const colours: Partial<Record<Tone, string>> = {};
  TONES.forEach((tone, index) => {
    const probe = probes.children[index];
    if (probe) colours[tone] = getComputedStyle(probe).color;
  });
  return colours as Colours;
}
