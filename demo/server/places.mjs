// What the page links to and another process serves. It may not run yet: then a page says how to start it, and goes there by
// itself as soon as it does.
import { connect } from 'node:net';
import { HEADERS } from './page.mjs';

const PLACES = {
  '/docs': { name: 'The documentation', port: 5_173, command: 'npm run docs' },
  '/storybook': { name: 'Storybook', port: 6_006, command: 'npm run storybook' },
};
const ANSWERS_WITHIN_MS = 500;

/** Returns a request handler, which returns whether it handled the request. */
export function createPlaces() {
  return (request, response) => {
    const place = Object.hasOwn(PLACES, request.url) ? PLACES[request.url] : undefined;
    if (!place || request.method !== 'GET') return false;
    void isListening(place.port).then((isThere) => {
      if (isThere) response.writeHead(302, { Location: `http://localhost:${place.port}/` }).end();
      else response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/html; charset=utf-8' }).end(waiting(place));
    });
    return true;
  };
}

const isListening = (port) =>
  new Promise((resolve) => {
    const socket = connect({ port, host: 'localhost' });
    const found = (isThere) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.setTimeout(ANSWERS_WITHIN_MS, () => found(false));
    socket.once('connect', () => found(true));
    socket.once('error', () => found(false));
  });

const waiting = ({ name, command }) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta http-equiv="refresh" content="2" />
    <title>${name} is not running yet</title>
    <link rel="stylesheet" href="/waiting.css" />
  </head>
  <body>
    <main>
      <h1>${name} is not running yet.</h1>
      <p>Start it in a second terminal. This page goes there by itself.</p>
      <pre>${command}</pre>
      <p><a href="/">Back to the demo</a></p>
    </main>
  </body>
</html>
`;
