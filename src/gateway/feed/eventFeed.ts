import type { ServerResponse } from 'node:http';
import type { GatewayClock } from '../clock.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import { createEventRing } from './eventRing.js';
import { openStream, type EventStream, type FeedQuestion } from './eventStream.js';

/** More readers than operators have screens. */
export const MAX_STREAMS = 32;

/** The events as a stream, for several readers. */
export interface EventFeed {
  /** Why no further reader is taken; null: one is. */
  readonly refusal: () => 'full' | 'leaving' | null;
  /**
   * Begins to write to a response whose head is written, once it is that response's turn on its connection. It is ended at
   * once where no place is left by then. `isAllowed` says whether the reader may still read.
   */
  readonly open: (response: ServerResponse, asked: FeedQuestion, isAllowed: () => Promise<boolean>) => void;
  /** Ends all streams, and takes no more. */
  readonly end: () => void;
  readonly stop: () => void;
}

/** What a feed needs of the gateway. */
export interface FeedWorld {
  readonly clock: GatewayClock;
  readonly recorder: EventRecorder;
  readonly gatewayId: string;
}

/** Makes a feed without readers. */
export function createEventFeed({ clock, recorder, gatewayId }: FeedWorld): EventFeed {
  const ring = createEventRing(recorder);
  const streams = new Set<EventStream>();
  let isLeaving = false;
  const end = (): void => {
    isLeaving = true;
    for (const stream of streams) stream.end();
  };
  return {
    refusal() {
      if (isLeaving) return 'leaving';
      return streams.size >= MAX_STREAMS ? 'full' : null;
    },
    open(response, asked, isAllowed) {
      const begin = (): void => {
        // Requests that arrive together all pass `refusal` before the first of them gets here.
        if (isLeaving || streams.size >= MAX_STREAMS) return void response.end();
        const stream = openStream(response, asked, { clock, recorder, ring, gatewayId, isAllowed });
        streams.add(stream);
        response.once('close', () => {
          stream.stop();
          streams.delete(stream);
        });
      };
      // A response that is pipelined behind another has no socket yet, and Node does not tell it when its connection is gone:
      // it would keep a place for ever. A closed HTTP/2 response has no socket either, and gets no place.
      if (response.socket) begin();
      else response.once('socket', begin);
    },
    end,
    stop() {
      end();
      ring.stop();
    },
  };
}
