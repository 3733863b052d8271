/** What the terminal shows, and all it shows while nothing is wrong. */
export function welcome({ host, port, token, isGenerated, visitors = 0 }) {
  const name = host === '127.0.0.1' || host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  const url = `http://${name}:${port}`;
  const lines = [
    ['Open', url],
    ['Try', 'Press 1 on the page: the path goes silent. Which of the two chats tells you?'],
    ['Operators', `${url}/heartbeat/`],
    // A token made for this run is useless elsewhere. One from the environment may be a secret and is not printed.
    ['Token', isGenerated ? token : 'yours, from HEARTBEAT_ADMIN_TOKEN'],
  ];
  const crowd = visitors === 0 ? '' : `${visitors} simulated visitors are on their way. `;
  return `
  heartbeat-socket

${lines.map(([title, text]) => `  ${title.padEnd(11)}${text}`).join('\n')}

  ${crowd}LOG_LEVEL=info shows the gateway’s event log. Ctrl-C stops.
`;
}
