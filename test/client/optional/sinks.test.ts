import { afterEach, describe, expect, it, vi } from 'vitest';
import { consoleSink, jsonLinesSink, loggerSink } from '../../../src/client/optional/sinks.js';
import { createOpenConnection } from '../../support/client/fakeConnection.js';

afterEach(() => void vi.restoreAllMocks());

describe('loggerSink', () => {
  it('hands each record to the logger at its level', () => {
    const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
    const { socket } = createOpenConnection({ log: { sinks: [loggerSink(logger)] } });
    socket.close(4403);
    expect(logger.debug).toHaveBeenCalledWith(expect.objectContaining({ kind: 'ping.sent' }), 'ping.sent');
    expect(logger.info).toHaveBeenCalledWith(expect.anything(), 'connect.opened');
    expect(logger.warn).toHaveBeenCalledWith(expect.anything(), 'lost');
  });
});

describe('jsonLinesSink', () => {
  it('writes each record as one line of JSON', () => {
    const lines: string[] = [];
    createOpenConnection({ log: { sinks: [jsonLinesSink((line) => lines.push(line))] } });
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.every((line) => line.endsWith('\n') && typeof JSON.parse(line) === 'object')).toBe(true);
  });
});

describe('consoleSink', () => {
  it('prints each record at its level, under the name of the package', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const info = vi.spyOn(console, 'info').mockImplementation(() => {});
    vi.spyOn(console, 'debug').mockImplementation(() => {});
    createOpenConnection({ log: { sinks: [consoleSink()] } }).socket.close(4403);
    expect(info.mock.calls[0]?.[0]).toBe('heartbeat-socket connect.started');
    expect(warn.mock.calls.length).toBeGreaterThan(0);
  });
});
