import { describe, expect, it } from 'vitest';
import { createMachineRig, type MachineRig } from '../support/client/machineRig.js';

const pong = (rig: MachineRig): MachineRig => rig.send({ type: 'pong.received', socketId: rig.state.socketId });
/** Open with client defaults, with a fast round trip known. */
const fast = (): MachineRig => pong(createMachineRig({}, 1).opened().advance(40));
const pings = (rig: MachineRig): number => rig.said('ping.sent').length;

describe('a long message in front of the pong', () => {
  it('is waited for up to timeoutMs, on a young connection', () => {
    const rig = fast().advance(24_960 + 40_000);
    expect(rig.status).toBe('degraded');
    pong(rig);
    expect(rig.status).toBe('open');
  });

  it('is waited for after messages in either direction', () => {
    const rig = fast();
    for (let minutes = 0; minutes < 5; minutes += 1) {
      rig.messageCount += 1;
      pong(rig.advance(25_000));
    }
    expect(rig.advance(70_000).status).toBe('degraded');
  });

  it('does not hide a dead path for longer than timeoutMs after the ping', () => {
    const rig = fast().advance(24_960);
    expect(rig.advance(74_999).status).toBe('degraded');
    expect(rig.advance(1).status).toBe('reconnecting');
  });

  it('is not followed by probe after probe: they would wait behind it as well', () => {
    const rig = fast().advance(24_960 + 7_000);
    const before = pings(rig);
    rig.advance(17_000);
    expect(pings(rig)).toBe(before);
  });

  it('is not guessed at where the browser says that it is offline', () => {
    const rig = fast().advance(10_000).send({ type: 'page.changed', signal: 'offline' });
    expect(rig.advance(7_000).status).toBe('offline');
  });
});

describe('bytes that wait to be sent', () => {
  it('prove life while they become fewer', () => {
    const rig = fast();
    rig.bufferedAmount = 30_000_000;
    rig.advance(24_960);
    for (let seconds = 0; seconds < 200; seconds += 1) {
      rig.bufferedAmount -= 100_000;
      rig.advance(1_000);
    }
    expect(rig.status).toBe('degraded');
    expect(rig.kinds).not.toContain('heartbeat.timeout');
  });

  it('prove nothing once they stop: the path is found dead within timeoutMs', () => {
    const rig = fast();
    rig.bufferedAmount = 30_000_000;
    rig.advance(24_960);
    for (let seconds = 0; seconds < 20; seconds += 1) {
      rig.bufferedAmount -= 100_000;
      rig.advance(1_000);
    }
    expect(rig.status).toBe('degraded');
    expect(rig.advance(75_000).status).toBe('reconnecting');
  });
});

describe('after a pause of seconds', () => {
  const paused = (): MachineRig =>
    pong(
      createMachineRig({ heartbeat: { intervalMs: 1_000, timeoutMs: 3_000 } }, 1)
        .opened()
        .advance(5),
    ).block(8_000);

  it('one fresh ping decides, within one and a half seconds', () => {
    const rig = paused();
    expect(rig.said('clock.late')).toHaveLength(1);
    expect(rig.advance(1_249).status).toBe('degraded');
    expect(rig.advance(1).status).toBe('reconnecting');
  });

  it('its pong ends the hurry, and so does one that waited unread', () => {
    expect(pong(paused().advance(900)).advance(2_000).status).toBe('degraded');
    expect(pong(paused().advance(1_200)).status).toBe('open');
  });
});
