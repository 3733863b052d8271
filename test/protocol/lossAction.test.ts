import { describe, expect, it } from 'vitest';
import { actionForClose } from '../../src/protocol/lossAction.js';

describe('what a client does about a close code', () => {
  it.each([
    ['retry', [1000, 1001, 1005, 1006, 1011, 1014, 1015, 3000, 3999, 4300, 4400, 4999]],
    ['spread', [1012]],
    ['slow', [1013]],
    ['fail', [1002, 1003, 1007, 1009, 1010, 4000, 4099, 4403]],
    ['reauthorize', [1008, 4100, 4199, 4401]],
    ['retry-now', [4200, 4201, 4202, 4203, 4299]],
  ] as const)('%s: %o', (action, codes) => {
    expect(codes.map(actionForClose)).toEqual(codes.map(() => action));
  });
});
