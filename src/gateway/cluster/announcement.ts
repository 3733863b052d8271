import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const counts = v.fallback(v.record(v.string(), count), {});

/**
 * What a gateway tells the others once a second. Gateways of other versions are in the cluster during a rollout: an
 * unknown field is ignored, and a field that is missing or makes no sense gets a value that does no harm.
 */
const announcementSchema = v.object({
  /** The release it runs; null when it was given none. */
  generation: v.fallback(v.nullable(v.pipe(v.string(), v.maxLength(200))), null),
  status: v.fallback(v.picklist(['accepting', 'cordoned', 'draining', 'closing']), 'accepting'),
  startedAt: v.fallback(count, 0),
  connections: v.fallback(count, 0),
  /** How many more connections it takes; null: as many as come. */
  room: v.fallback(v.nullable(count), null),
  counters: counts,
  closed: counts,
  refused: counts,
  reconnects: counts,
  /** Alerts that are active, and a few that are over, as the admin interface shows them. */
  alerts: v.fallback(v.pipe(v.array(v.unknown()), v.maxLength(100)), []),
});

/** What a gateway tells the others. */
export type Announcement = v.InferOutput<typeof announcementSchema>;

const NOTHING: Announcement = v.parse(announcementSchema, {
  generation: null,
  status: 'accepting',
  startedAt: 0,
  connections: 0,
  room: null,
  counters: {},
  closed: {},
  refused: {},
  reconnects: {},
  alerts: [],
});

/** Reads what another gateway has announced. Never throws. */
export function parseAnnouncement(text: string): Announcement {
  try {
    const root: unknown = JSON.parse(text);
    const given = typeof root === 'object' && root !== null ? root : {};
    return v.parse(announcementSchema, { ...NOTHING, ...given });
  } catch {
    return NOTHING;
  }
}
