import { Buffer } from 'node:buffer';
import { randomFillSync } from 'node:crypto';

/** 128 bits, so that ids of other connections cannot be guessed. */
const ID_BYTES = 16;
/** One call for random bytes costs a tenth of an accept, whether it fetches the bytes of one id or of all these. */
const IDS_AT_ONCE = 64;

/** Makes the function that returns an id for each connection. */
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
