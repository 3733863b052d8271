import { expect, it, onTestFinished, vi } from 'vitest';
import { checkUrl, resolveUrl } from '../../src/client/url.js';

const onPage = (baseURI: string, href = baseURI): void => {
  onTestFinished(() => void vi.unstubAllGlobals());
  vi.stubGlobal('document', { baseURI });
  vi.stubGlobal('location', { href });
};

it.each([
  ['https://app.test/deep/', 'live', 'wss://app.test/deep/live'],
  ['http://app.test/', '/ws?room=1', 'ws://app.test/ws?room=1'],
  ['https://app.test/', '//other.test/ws', 'wss://other.test/ws'],
])('on a page whose base is %s, %s is %s', (base, url, resolved) => {
  onPage(base, 'about:srcdoc');
  expect(resolveUrl(url)).toBe(resolved);
});

it.each(['/ws#/room', 'wss://app.test/ws#', new URL('https://app.test/ws#top')])(
  'the server never sees a fragment: %s',
  (url) => {
    onPage('https://app.test/');
    expect(resolveUrl(url)).toBe('wss://app.test/ws');
  },
);

it('a relative URL is refused only where there is a page to be relative to', () => {
  expect(() => checkUrl('/ws')).not.toThrow();
  onPage('blob:null/1');
  expect(() => checkUrl('/ws')).toThrow('url must be');
});

it.each([undefined, ''])('%o is refused at once: an environment variable is missing', (url) => {
  expect(() => checkUrl(url as string)).toThrow('url must be a ws:, wss:, http: or https: URL, got');
});

it('no page has a socket at /undefined', () => {
  onPage('https://app.test/');
  expect(() => checkUrl(undefined as unknown as string)).toThrow('got "undefined"');
});

it.each([
  ['wss://app.test/ws?token=1', 'wss://app.test/ws?token=1'],
  ['https://app.test/ws#top', 'wss://app.test/ws'],
  ['wss://app.test/ws/', 'wss://app.test/ws/'],
])(
  'the URL of React Native, which has no setters and ends everything with a slash, leaves %s as it is',
  (url, resolved) => {
    class ReactNativeUrl {
      constructor(readonly href: string) {
        if (!href.endsWith('/')) this.href = `${href}/`;
      }
      get hash(): string {
        return '';
      }
    }
    vi.stubGlobal('URL', ReactNativeUrl);
    onTestFinished(() => void vi.unstubAllGlobals());
    expect(resolveUrl(url)).toBe(resolved);
  },
);
