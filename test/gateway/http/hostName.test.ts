import { describe, expect, it } from 'vitest';
import { hostNameOf, isOriginOf } from '../../../src/gateway/http/hostName.js';

describe('the name in a Host header', () => {
  it.each([
    ['App.Example.com:8080', 'app.example.com'],
    ['app.example.com.', 'app.example.com'],
    ['app.example.com.:443', 'app.example.com'],
    ['[2001:DB8:0::1]:80', '[2001:db8::1]'],
    ['0x7f.1', '127.0.0.1'],
    ['bücher.test', 'xn--bcher-kva.test'],
  ])('of %j is %j', (host, name) => {
    expect(hostNameOf(host)).toBe(name);
  });

  it.each(['', ' ', ':80', 'a/b', 'user@host', 'host?', 'host#', 'a\\b', 'lo\tcalhost', 'host:port', '[::1'])(
    'is none in %j',
    (host) => {
      expect(hostNameOf(host)).toBeNull();
    },
  );
});

describe('an Origin', () => {
  it.each([
    ['https://app.example.com', 'app.example.com'],
    ['https://app.example.com', 'APP.example.com:443'],
    ['http://app.example.com', 'app.example.com:80'],
    ['http://[::1]:8080', '[0:0::1]:8080'],
    ['https://app.example.com.', 'app.example.com.'],
  ])('%s is that of the Host %s', (origin, host) => {
    expect(isOriginOf(origin, host)).toBe(true);
  });

  it.each([
    ['https://app.example.com', 'app.example.com:80'],
    ['https://app.example.com', 'app.example.com.evil.test'],
    ['https://app.example.com.', 'app.example.com'],
    ['https://app.example.com:8443', 'app.example.com'],
    ['https://app.example.com', ''],
    ['https://', ''],
    ['null', 'null'],
    ['capacitor://localhost', 'localhost'],
    ['https://me@app.example.com', 'app.example.com'],
  ])('%s is not that of the Host %j', (origin, host) => {
    expect(isOriginOf(origin, host)).toBe(false);
  });
});
