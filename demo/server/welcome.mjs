/** What the terminal shows before the log begins. */
export function welcome({ host, port, token, isGenerated }) {
  const name = host === '127.0.0.1' || host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  const url = `http://${name}:${port}`;
  // A token made for this run is useless elsewhere. One from the environment may be a secret and is not printed.
  const header = isGenerated ? `'Authorization: Bearer ${token}'` : '"Authorization: Bearer $HEARTBEAT_ADMIN_TOKEN"';
  return `
  heartbeat-socket demo   ${url}

  Open it in two tabs and chat. Then break the connection with the buttons on the page while you type: the banner says
  what happened and when the next attempt is, and your text stays.

  See it as an operator   ${url}/heartbeat/${
    isGenerated
      ? `
  with the token          ${token}`
      : ''
  }

  Change the heartbeat of every open page there, or from a terminal, without a reconnect:

  curl -X PATCH ${url}/heartbeat/settings \\
    -H ${header} \\
    -H 'Content-Type: application/json' -d '{"intervalMs":2000,"timeoutMs":6000}'

  Also there, with the same token: GET ${url}/heartbeat/stats, /heartbeat/peers, /heartbeat/metrics
  ${isGenerated ? 'The token is for this run; HEARTBEAT_ADMIN_TOKEN sets your own.' : ''}
  Below is the gateway's event log in JSON lines; LOG_LEVEL=debug shows every ping. Ctrl-C stops the demo.
`;
}
