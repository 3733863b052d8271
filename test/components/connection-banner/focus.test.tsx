import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useEffect } from 'react';
import { expect, it } from 'vitest';
import { ConnectionBanner } from '../../../src/components/index.js';
import { failed, lost, open, renderConnected } from '../../support/react/components.js';

const notes = () => screen.getByRole<HTMLTextAreaElement>('textbox');

it('never takes focus, and does not disturb typing', () => {
  const mounts: string[] = [];
  const Notes = () => {
    useEffect(() => void mounts.push('mounted'), []);
    return <textarea defaultValue="hello" />;
  };
  const { set } = renderConnected(
    <>
      <ConnectionBanner />
      <Notes />
    </>,
    open(),
  );
  const before = mounts.length;
  notes().focus();
  notes().setSelectionRange(2, 3);
  for (const snapshot of [lost(), lost({ nextRetryAt: null }), failed(), lost(), open()]) {
    set(snapshot);
    expect(document.activeElement).toBe(notes());
    expect([notes().selectionStart, notes().selectionEnd, notes().value]).toEqual([2, 3, 'hello']);
  }
  expect(mounts).toHaveLength(before);
});

it('keeps focus on the button through every change of an outage', () => {
  const { set } = renderConnected(<ConnectionBanner />, lost());
  const button = screen.getByRole('button', { name: 'Retry now' });
  button.focus();
  for (const snapshot of [lost({ nextRetryAt: null }), lost({ attempt: 4 }), failed(), lost({ cause: 'manual' })]) {
    set(snapshot);
    expect(document.activeElement).toBe(button);
  }
});

it.each(['Retry now', 'Dismiss'])('returns focus to where it came from when "%s" goes away', async (name) => {
  const user = userEvent.setup();
  const { set } = renderConnected(
    <>
      <textarea defaultValue="hello" />
      <ConnectionBanner />
    </>,
    lost(),
  );
  notes().focus();
  notes().setSelectionRange(2, 3);
  await user.click(screen.getByRole('button', { name }));
  set(open());
  expect(document.activeElement).toBe(notes());
  expect([notes().selectionStart, notes().selectionEnd]).toEqual([2, 3]);
});

it('keeps focus in the place of the banner when its origin is unknown or gone', () => {
  const { set, rerender } = renderConnected(<ConnectionBanner />, lost());
  screen.getByRole('button', { name: 'Retry now' }).focus();
  set(open());
  expect(document.activeElement).toBe(screen.getByRole('status'));

  rerender(
    <>
      <ConnectionBanner />
      <textarea />
    </>,
  );
  notes().focus();
  set(lost());
  act(() => screen.getByRole('button', { name: 'Retry now' }).focus());
  rerender(<ConnectionBanner />);
  set(open());
  expect(document.activeElement).toBe(screen.getByRole('status'));
});

it('does not move focus that has left the banner before', async () => {
  const user = userEvent.setup();
  const { set } = renderConnected(<ConnectionBanner />, lost());
  await user.click(screen.getByRole('button', { name: 'Retry now' }));
  await user.click(document.body);
  set(open());
  expect(document.activeElement).toBe(document.body);
});
