/** Mutants that change nothing anybody could notice, each with the reason. `on` is a part of the line they are on. */
export const equivalents = [
  // The pause timer runs only while `hiddenAt` is set (deadlines.ts): the default is there for the types.
  { file: 'presence.ts', was: 'state.page.hiddenAt ?? now.at', text: '(state.page.hiddenAt)', on: 'hiddenMs' },
  { file: 'presence.ts', was: '??', on: 'hiddenMs' },
  // `dial` takes the session alone, and sets the phase itself.
  { file: 'transition.ts', was: "phase: 'idle'", text: '...{}', on: 'dial(' },
];
