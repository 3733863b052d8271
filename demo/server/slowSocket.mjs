/**
 * Makes a WebSocket class with a network of its own: frames arrive after a delay, in their order, and `link.live` can cut the
 * connection or hold everything up for a while, as a tunnel does.
 */
export function createSlowSocket(WebSocket, { headers, link, random }) {
  return class SlowSocket extends WebSocket {
    #heldUntil = 0;
    #outAt = 0;
    #inAt = 0;

    constructor(url, protocols) {
      super(url, protocols, { headers });
      const live = {
        cut: () => this.terminate(),
        hold: (forMs) => {
          this.#heldUntil = Date.now() + forMs;
        },
      };
      this.on('open', () => {
        link.live = live;
      });
      this.on('close', () => {
        if (link.live === live) link.live = null;
      });
    }

    send(data, ...rest) {
      this.#outAt = this.#arrival(this.#outAt);
      setTimeout(() => this.readyState === WebSocket.OPEN && super.send(data, ...rest), this.#outAt - Date.now());
    }

    emit(name, ...rest) {
      if (name !== 'message') return super.emit(name, ...rest);
      this.#inAt = this.#arrival(this.#inAt);
      setTimeout(() => super.emit(name, ...rest), this.#inAt - Date.now());
      return true;
    }

    /** Never before what was sent earlier. */
    #arrival(last) {
      const delayMs = link.delayMs / 2 + random() * random() * link.spreadMs;
      return Math.max(last, this.#heldUntil, Date.now() + delayMs);
    }
  };
}
