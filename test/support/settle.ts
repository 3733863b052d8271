/** Lets the event loop turn. In one turn promises settle that wait for nothing but each other. */
export async function settle(turns = 1): Promise<void> {
  if (turns === 0) return;
  await new Promise((resolve) => setImmediate(resolve));
  await settle(turns - 1);
}
