/* oxlint-disable jsx-a11y/heading-has-content, jsx-a11y/control-has-associated-label -- the part brings the content */
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createRef } from 'react';
import { expect, it, vi } from 'vitest';
import { ConnectionBanner, ConnectionIndicator, ReconnectButton, RetryCountdown } from '../../src/components/index.js';
import { failed, lost, open, renderConnected } from '../support/react/components.js';

it('puts another element in the place of every part, with everything the part has', () => {
  renderConnected(
    <ConnectionBanner render={<aside id="mine" />}>
      <ConnectionBanner.Icon render={<i />} />
      <ConnectionBanner.Title render={<h2 />} />
      <ConnectionBanner.Description render={<p />} />
      <ConnectionBanner.Countdown render={<time />} />
      <ConnectionBanner.Action render={<a href="#again" />} />
      <ConnectionBanner.Dismiss render={<a href="#away" />} />
    </ConnectionBanner>,
    lost(),
  );
  const tags = [...document.querySelectorAll('[data-heartbeat]')].map(
    (part) => `${part.getAttribute('data-heartbeat')} ${part.tagName.toLowerCase()}`,
  );
  expect(tags).toEqual([
    'banner-home div',
    'live span',
    'banner aside',
    'banner-icon i',
    'countdown span',
    'ring svg',
    'seconds span',
    'banner-title h2',
    'banner-description p',
    'countdown time',
    'reconnect a',
    'banner-dismiss a',
  ]);
  expect(document.querySelector('#mine')?.getAttribute('aria-label')).toBe('Connection');
  expect(document.querySelector('h2')?.textContent).toBe('Connection lost');
});

it('puts another element in the place of the details', () => {
  renderConnected(
    <ConnectionBanner>
      <ConnectionBanner.Details render={<details open />} />
    </ConnectionBanner>,
    failed({ lastClose: { code: 1006, reason: '', wasClean: false, at: 0 } }),
  );
  expect(document.querySelector('details')?.open).toBe(true);
});

it('joins classes and styles, calls both handlers, and prefers the other props of the element', async () => {
  const calls: string[] = [];
  const { socket } = renderConnected(
    <ReconnectButton
      className={({ status }) => `is-${status}`}
      style={{ color: 'red', margin: 1 }}
      title="part"
      onClick={() => calls.push('part')}
      render={<button className="mine" style={{ margin: 2 }} title="element" onClick={() => calls.push('element')} />}
    />,
    failed(),
  );
  const button = screen.getByRole('button', { name: 'Reconnect now' });
  expect(button.className).toBe('is-failed mine');
  expect(button.style.cssText).toBe('color: red; margin: 2px;');
  expect(button.title).toBe('element');
  await userEvent.click(button);
  expect(calls).toEqual(['element', 'part']);
  expect(socket.calls).toEqual(['reconnect']);
});

it('takes a function of props and state, whose props include the ref', () => {
  const ref = createRef<HTMLSpanElement>();
  const report = vi.spyOn(console, 'error');
  const { set } = renderConnected(
    <ConnectionIndicator ref={ref} render={(props, { status }) => <output {...props} data-is={status} />} />,
    open(),
  );
  expect(ref.current?.tagName).toBe('OUTPUT');
  set(failed());
  expect(ref.current?.dataset['is']).toBe('failed');
  expect(report).not.toHaveBeenCalled();
});

it('renders nothing where the part has nothing to show', () => {
  const { container } = renderConnected(<RetryCountdown render={<time />} />, open());
  expect(container.innerHTML).toBe('');
});
