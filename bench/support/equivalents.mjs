/** Mutants that change nothing anybody could notice, each with the reason. `on` is a part of the line they are on. */
export const equivalents = [
  // The pause timer runs only while `hiddenAt` is set (deadlines.ts): the default is there for the types.
  { file: 'presence.ts', was: 'state.page.hiddenAt ?? now.at', text: '(state.page.hiddenAt)', on: 'hiddenMs' },
  { file: 'presence.ts', was: '??', on: 'hiddenMs' },
  // Nobody is judged without a heartbeat, and no number is as large as undefined either: the default is for the types.
  { file: 'pulse.ts', was: 'rules.heartbeat?.maxMissed ?? Infinity', text: '(rules.heartbeat?.maxMissed)' },
  // The verdict timer runs only while a verdict is due (deadlines.ts): again a default for the types.
  {
    file: 'pulse.ts',
    was: 'verdictDueAt(heard, rules.settings) ?? now.at',
    text: '(verdictDueAt(heard, rules.settings))',
  },
  // `dial` takes the session alone, and sets the phase itself.
  { file: 'transition.ts', was: "phase: 'idle'", text: '...{}', on: 'dial(' },
];
