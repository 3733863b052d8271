/** Where to listen: on loopback by default, because any visitor of this page can break its connections. */
export function readAddress({ PORT, HOST }, fail) {
  const port = PORT === undefined || PORT === '' ? 8_080 : Number(PORT);
  if (!/^\d*$/.test(PORT ?? '') || port > 65_535) {
    return fail(
      `heartbeat-socket demo: PORT must be an integer from 0 (any free one) to 65535, not ${JSON.stringify(PORT)}`,
    );
  }
  return { port, host: HOST || '127.0.0.1' };
}
