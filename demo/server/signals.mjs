/**
 * Ends the demo as a service ends. SIGTERM, which an orchestrator sends before it starts a new version, drains; a further
 * one changes nothing. Ctrl-C closes at once, and a second Ctrl-C does not even wait for that.
 */
export function onSignals({ drain, close }) {
  let state = 'running';
  process.on('SIGTERM', () => {
    if (state !== 'running') return;
    state = 'draining';
    drain();
  });
  process.on('SIGINT', () => {
    if (state === 'closing') process.exit(130);
    state = 'closing';
    close();
  });
}
