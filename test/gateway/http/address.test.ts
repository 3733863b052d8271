import { expect, it } from 'vitest';
import { addressKey, isLoopback, isLoopbackHost, plainAddress } from '../../../src/gateway/http/address.js';

it('counts an IPv6 subscriber as one address', () => {
  expect(addressKey('2001:db8:1:2::1')).toBe(addressKey('2001:db8:1:2:ffff:0:0:9'));
  expect(addressKey('2001:db8:1:2::1')).not.toBe(addressKey('2001:db8:1:3::1'));
  expect(addressKey('::1')).toBe('0:0:0:0');
});

it('shows an IPv4 address of a dual-stack socket as IPv4', () => {
  expect(plainAddress('::ffff:10.0.0.1')).toBe('10.0.0.1');
});

it.each([
  ['127.0.0.1', true],
  ['127.8.0.1', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['::ffff:7f00:1', true],
  ['::ffff:10.0.0.1', false],
  ['128.0.0.1', false],
  ['127.0.0.1.evil.test', false],
  ['::', false],
])('tells whether the address %s is this machine: %s', (address, expected) => {
  expect(isLoopback(address)).toBe(expected);
});

it.each([
  ['localhost', true],
  ['app.localhost', true],
  ['[::1]', true],
  ['[::ffff:7f00:1]', true],
  ['[::ffff:a00:1]', false],
  ['127.0.0.1', true],
  ['localhost.evil.test', false],
  ['notlocalhost', false],
])('tells whether the host %s is this machine: %s', (host, expected) => {
  expect(isLoopbackHost(host)).toBe(expected);
});
