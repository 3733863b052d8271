/** A ping up and a pong down, the same when turned by 180°. */
const BEAT = 'M5 16h5.4l2.9-7.4 5.4 14.8 2.9-7.4H27';

/** The mark and the wordmark, whose hyphen is the heart line. `textLength` holds the words in place in every font. */
export const wordmark = (ink: string, paper: string, alive: string): string =>
  `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" width="186" height="28" viewBox="0 0 186 28">
  <g transform="scale(.875)"><rect width="32" height="32" rx="9" fill="${ink}"/>
  <path d="${BEAT}" fill="none" stroke="${paper}" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/></g>
  <g fill="${ink}" font-family="Inter,ui-sans-serif,system-ui,-apple-system,Segoe UI,Roboto,Liberation Sans,sans-serif" font-weight="620" font-size="16">
  <text x="38" y="19.5" textLength="76" lengthAdjust="spacingAndGlyphs">heartbeat</text>
  <text x="132" y="19.5" textLength="50" lengthAdjust="spacingAndGlyphs">socket</text></g>
  <path d="M116.500 15l2.800 0 1.700-4.300 3.200 8.600 1.700-4.300 2.800 0" fill="none" stroke="${alive}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>
</svg>`,
  )}`;
