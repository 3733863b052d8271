const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/**
 * Measures two things in turn, changing who goes first: what disturbs a round disturbs both.
 * @returns for each number measured `{ raw, ours, ratio, difference }`, all of them medians over the rounds; rounds with
 * a number that is none are left out
 */
export async function interleaved(rounds, [raw, ours], measure) {
  const results = [];
  // The first round warms up.
  for (let round = -1; round < rounds; round++) {
    const [a, b] = round % 2 === 0 ? [raw, ours] : [ours, raw];
    const [first, second] = [await measure(a), await measure(b)];
    if (round >= 0) results.push(round % 2 === 0 ? { raw: first, ours: second } : { raw: second, ours: first });
  }
  const summaries = Object.keys(results[0].raw).map((name) => {
    const pairs = results
      .map((result) => [result.raw[name], result.ours[name]])
      .filter((pair) => pair.every(Number.isFinite));
    const over = (combine) => median(pairs.map(combine));
    const summary = {
      raw: over(([base]) => base),
      ours: over(([, value]) => value),
      ratio: over(([base, value]) => value / base),
      difference: over(([base, value]) => value - base),
    };
    return [name, summary];
  });
  return Object.fromEntries(summaries);
}
