import { Buffer } from 'node:buffer';
import { randomFillSync } from 'node:crypto';

/** 128 bits: nobody guesses the id of a connection that is not theirs. */
const ID_BYTES = 16;
/** Asking the platform for random bytes costs the same for one id as for all of these, a tenth of an accept. */
const IDS_AT_ONCE = 64;

/** Makes ids of connections. */
export function createIdSource(): () => string {
  const bytes = Buffer.alloc(ID_BYTES * IDS_AT_ONCE);
  let used = bytes.length;
  return () => {
    if (used === bytes.length) {
      randomFillSync(bytes);
      used = 0;
    }
    used += ID_BYTES;
    return bytes.toString('base64url', used - ID_BYTES, used);
  };
}
