import { describe, expect, it } from 'vitest';
import { closed, createMachineRig, pong, type MachineRig } from '../support/client/machineRig.js';

/** Open with client defaults, with a fast round trip known. */
const fast = (): MachineRig => pong(createMachineRig({}, 1).opened().advance(40));
/** The same, and the application waits for an answer. */
const asking = (): MachineRig => {
  const rig = fast();
  rig.talkedAt = rig.now;
  return rig;
};
const pings = (rig: MachineRig): number => rig.said('ping.sent').length;

describe('a long message in front of the pong', () => {
  it('is waited for up to timeoutMs', () => {
    const rig = asking().advance(24_960 + 40_000);
    expect(rig.status).toBe('degraded');
    pong(rig);
    expect(rig.status).toBe('open');
  });

  it('is waited for within timeoutMs of the one before it', () => {
    const rig = asking();
    for (let pongs = 0; pongs < 3; pongs += 1) pong(rig.advance(25_000));
    expect(pong(rig.advance(25_000)).advance(70_000).status).toBe('reconnecting');
    const sooner = pong(asking().advance(25_000));
    expect(sooner.advance(70_000).status).toBe('degraded');
  });

  it('is not guessed at while the application is silent, on a young connection either', () => {
    expect(fast().advance(24_960 + 6_999).status).toBe('degraded');
    expect(fast().advance(24_960 + 7_000).status).toBe('reconnecting');
  });

  it('is not guessed at when the application asked after the ping, whose pong comes first', () => {
    const rig = fast().advance(24_960);
    rig.talkedAt = rig.now;
    expect(rig.advance(7_000).status).toBe('reconnecting');
  });

  it('does not hide a dead path for longer than timeoutMs after the ping', () => {
    const rig = asking().advance(24_960);
    expect(rig.advance(74_999).status).toBe('degraded');
    expect(rig.advance(1).status).toBe('reconnecting');
  });

  it('is not followed by probe after probe: they would wait behind it as well', () => {
    const rig = asking().advance(24_960 + 7_000);
    const before = pings(rig);
    rig.advance(17_000);
    expect(pings(rig)).toBe(before);
  });

  it('is waited for at the beginning of a connection, whatever was measured before the outage', () => {
    const rig = closed(fast());
    while (rig.state.phase !== 'dialing') rig.advance(100);
    rig.open().advance(74_999);
    expect(rig.status).toBe('degraded');
    expect(pong(rig).status).toBe('open');
    expect(rig.advance(25_000 + 7_000).status).toBe('reconnecting');
  });

  it('does not hide for longer than timeoutMs that a new connection is dead', () => {
    const rig = closed(fast());
    while (rig.state.phase !== 'dialing') rig.advance(100);
    expect(rig.open().advance(75_000).status).toBe('reconnecting');
  });

  it('is not assumed where the browser says that it is offline', () => {
    const rig = asking().advance(10_000).send({ type: 'page.changed', signal: 'offline' });
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

describe('a few bytes that wait, as our own pings do on a busy machine', () => {
  /** A path that swallows everything, and a browser that has handed nothing, or all, to the system when a timer looks. */
  const swallowed = (rig: MachineRig, ms: number): MachineRig => {
    for (let passed = 0; passed < ms; passed += 10) {
      rig.bufferedAmount = Math.floor(passed / 30) % 2 ? 0 : 511;
      rig.advance(10);
    }
    return rig;
  };

  it('prove nothing of the path when they become fewer', () => {
    const options = { heartbeat: { intervalMs: 1_000, timeoutMs: 3_000, detection: 'fixed' } } as const;
    const rig = pong(createMachineRig(options, 1).opened().advance(5));
    swallowed(rig, 3_980);
    expect(rig.kinds).not.toContain('heartbeat.timeout');
    expect(swallowed(rig, 40).kinds).toContain('heartbeat.timeout');
  });

  it('are no long message that a pong would have to wait for', () => {
    expect(swallowed(fast().advance(24_990), 7_100).status).toBe('reconnecting');
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
