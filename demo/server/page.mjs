// The built page. It is read into memory once, so that a request can only get its files and no other file of the machine.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { extname, join, sep } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** What every page of the demo is sent with. */
export const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
};

/** Returns a request handler for the page below `dir`. */
export function loadPage(dir, fail) {
  if (!existsSync(join(dir, 'index.html'))) {
    return fail(
      'heartbeat-socket demo: the page is not built. Run `npm start`, or `npm run build && npm run build:demo`.',
    );
  }
  const files = new Map(
    readdirSync(dir, { recursive: true })
      .filter((name) => TYPES[extname(name)])
      .map((name) => [
        `/${name.split(sep).join('/')}`,
        { type: TYPES[extname(name)], body: readFileSync(join(dir, name)) },
      ]),
  );
  files.set('/', files.get('/index.html'));

  return ({ url, method }, response) => {
    const path = url.split('?', 1)[0];
    const file = files.get(path);
    if (method !== 'GET' && method !== 'HEAD') {
      response.writeHead(405, { ...HEADERS, Allow: 'GET, HEAD' }).end();
    } else if (file) {
      // The file names below /assets contain a hash of the content.
      const caching = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
      response.writeHead(200, { ...HEADERS, 'Content-Type': file.type, 'Cache-Control': caching });
      response.end(method === 'HEAD' ? undefined : file.body);
    } else {
      response.writeHead(404, { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8' }).end('Not found\n');
    }
  };
}
