/** By how much a harmful change is supposed to raise the odds of harm. The truth may be anywhere between and beyond. */
const ODDS = [3, 10, 30, 100];
/** Far beyond what is asked for, and finite. */
const MOST = 1e12;

/**
 * Evidence that harm comes to the peers that try a change more often than to the others: a bet against chance, which is paid
 * back in full only by luck. If the change does nothing, the evidence reaches 1 000 with a probability of at most 1 in 1 000,
 * however often it is looked at (Ville's inequality).
 */
export class Evidence {
  readonly #products = ODDS.map(() => 1);

  /** From 0 upwards; 1 at first, and when nothing speaks for either side. */
  get value(): number {
    const sum = this.#products.reduce((total, product) => total + product, 0);
    return Math.min(MOST, sum / ODDS.length);
  }

  /** Harm has come to one person, of `tried` people who try the change and `rest` who do not, that one included. */
  add(isTried: boolean, tried: number, rest: number): void {
    if (tried === 0 || rest === 0) return;
    const byChance = tried / (tried + rest);
    for (const [index, odds] of ODDS.entries()) {
      const byHarm = (odds * tried) / (odds * tried + rest);
      const factor = isTried ? byHarm / byChance : (1 - byHarm) / (1 - byChance);
      this.#products[index] = Math.min(MOST, (this.#products[index] ?? 1) * factor);
    }
  }
}
