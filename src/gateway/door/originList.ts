import { HeartbeatOptionError } from '../../protocol/options/optionError.js';

/** Tells whether an `Origin` header names one of the configured origins. */
export type OriginList = (origin: string) => boolean;

const RULE =
  'origins as a browser sends them, e.g. "https://app.example.com", "https://*.example.com" or "capacitor://localhost"';
/** Scheme, host and port. `file://` has no host; `safari-web-extension://` has one with capitals, which count. */
const FORM = /^([a-z][a-z\d+.-]*):\/\/([^\s/?#@*]*)$/;
/** One or more labels of a host name. */
const LABELS = /^[a-z\d_-]+(?:\.[a-z\d_-]+)*$/;
const ANY_SUBDOMAIN = '*.';

/**
 * Reads `origins`. Each is checked to be written as a browser writes it, because any other text would silently never match.
 * One `*.` in front of a host stands for all of its subdomains.
 */
export function createOriginList(origins: readonly string[]): OriginList {
  const exact = new Set<string>();
  const subdomains: { readonly scheme: string; readonly domain: string }[] = [];
  for (const origin of origins) {
    const [scheme = '', host = ''] = origin.split('://', 2);
    if (host.startsWith(ANY_SUBDOMAIN)) {
      const domain = host.slice(ANY_SUBDOMAIN.length);
      // Tried with a subdomain: an address has none.
      if (domain === '' || !isOrigin(`${scheme}://any.${domain}`))
        throw new HeartbeatOptionError('origins', RULE, origin);
      subdomains.push({ scheme: `${scheme}://`, domain: `.${domain}` });
    } else {
      if (!isOrigin(origin)) throw new HeartbeatOptionError('origins', RULE, origin);
      exact.add(origin);
    }
  }
  return (origin) =>
    exact.has(origin) ||
    subdomains.some(
      ({ scheme, domain }) =>
        origin.startsWith(scheme) &&
        origin.endsWith(domain) &&
        LABELS.test(origin.slice(scheme.length, -domain.length)),
    );
}

/** Apps in a web view have schemes of their own (`capacitor:`, `tauri:`, `app:`), of which URL does not know the origin. */
function isOrigin(text: string): boolean {
  if (text === 'null') return true;
  if (!FORM.test(text) || !URL.canParse(text)) return false;
  const { origin } = new URL(text);
  return origin === 'null' || origin === text;
}
