/** What a visitor reads in the terminal, before the log begins. */
export function welcome({ host, port, token, isGenerated }) {
  const name = host === '127.0.0.1' || host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  const url = `http://${name}:${port}`;
  // A token that was made for this run is of no use elsewhere; one from the environment may be, and is not repeated.
  const header = isGenerated ? `'Authorization: Bearer ${token}'` : '"Authorization: Bearer $HEARTBEAT_ADMIN_TOKEN"';
  return `
  heartbeat-socket demo   ${url}

  Open it in two tabs and chat. Then break the connection with the buttons on the page, half-way through a sentence:
  the banner says what happened and when the next attempt is, and what you typed stays.

  Retune the heartbeat of every open page, without a reconnect:

  curl -X PATCH ${url}/heartbeat/settings \\
    -H ${header} \\
    -H 'Content-Type: application/json' -d '{"intervalMs":2000,"timeoutMs":6000}'

  Also there, with the same token: GET ${url}/heartbeat/stats, /heartbeat/peers, /heartbeat/metrics
  ${isGenerated ? 'The token was made for this run; HEARTBEAT_ADMIN_TOKEN sets your own.' : ''}
  Below is the gateway's event log, as JSON lines; LOG_LEVEL=debug shows every ping. Ctrl-C ends it.
`;
}
