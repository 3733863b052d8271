import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { HeartbeatLog } from '../../../src/components/index.js';
import { outageRecords, recordsOf } from '../../../stories/records.js';
import { renderConnected } from '../../support/react/components.js';
import { sleep } from '../../support/waitFor.js';

const rows = (): string[] => screen.queryAllByRole('listitem').map((row) => row.textContent);
const logged = async () => {
  const view = renderConnected(<HeartbeatLog limit={10} />);
  for (const record of recordsOf(outageRecords)) view.socket.record(record);
  await waitFor(() => expect(rows()).toHaveLength(11));
  return view;
};

it('shows the newest rows, says how many it leaves out, and filters by kind', async () => {
  await logged();
  expect(rows()[0]).toMatch(/^\d+ earlier not shown$/);
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Show' }), 'connection.closed');
  expect(rows()).toEqual([expect.stringMatching(/connection\.closedcode 1006.*cause closed.*openMs 50000/)]);
});

it('shows no row with a limit of 0, and says how many there are', async () => {
  const { socket } = renderConnected(<HeartbeatLog limit={0} />);
  for (const record of recordsOf(outageRecords)) socket.record(record);
  await waitFor(() => expect(rows()).toEqual([expect.stringMatching(/^\d+ earlier not shown$/)]));
});

it('does not change while paused, and shows everything afterwards', async () => {
  const { socket } = await logged();
  await userEvent.click(screen.getByRole('button', { name: 'Pause' }));
  const before = rows();
  socket.record(recordsOf([['ping.sent', { id: 99 }, 0]])[0] as never);
  // Rows appear with the next frame.
  await act(() => sleep(40));
  expect(rows()).toEqual(before);
  await userEvent.click(screen.getByRole('button', { name: 'Pause' }));
  expect(rows().at(-1)).toMatch(/ping\.sentid 99/);
});

it('copies the filtered records as JSON lines, and says so', async () => {
  const user = userEvent.setup();
  await logged();
  await user.selectOptions(screen.getByRole('combobox', { name: 'Show' }), 'lost');
  await user.click(screen.getByRole('button', { name: 'Copy' }));
  expect(await screen.findByRole('button', { name: 'Copied' })).toBeDefined();
  const lines = (await navigator.clipboard.readText()).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([expect.objectContaining({ kind: 'lost' })]);
});

it('downloads the records as JSON lines', async () => {
  const made: Blob[] = [];
  Object.assign(URL, { createObjectURL: (blob: Blob) => (made.push(blob), 'blob:x'), revokeObjectURL: () => {} });
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {});
  await logged();
  await userEvent.click(screen.getByRole('button', { name: 'Download' }));
  expect(click.mock.contexts[0]).toMatchObject({ download: 'heartbeat-log.jsonl' });
  expect(made[0]?.size).toBeGreaterThan(1_000);
  click.mockRestore();
});

it('leaves out of a row what all rows say', async () => {
  const view = renderConnected(<HeartbeatLog />);
  const [record] = recordsOf([['connect.started', { attempt: 2, cause: null }, 0]]);
  view.socket.record({ ...record, sessionId: 'of-this-page' } as never);
  await waitFor(() => expect(rows()).toEqual([expect.stringMatching(/connect\.startedattempt 2$/)]));
});

it('announces nothing', async () => {
  await logged();
  expect(document.querySelector('[role=log], [role=status], [aria-live]')).toBeNull();
});
