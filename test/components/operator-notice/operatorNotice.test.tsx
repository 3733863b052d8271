import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HeartbeatLabelsProvider, OperatorNotice } from '../../../src/components/index.js';
import type { Notice } from '../../../src/protocol/notice.js';
import { languages } from '../../../stories/languages.js';
import { listen, open, renderConnected } from '../../support/react/components.js';

const notice = (patch: Partial<Notice> = {}): Notice => ({
  id: 'n1',
  level: 'info',
  text: { en: 'Maintenance at ten', ar: 'صيانة' },
  endsAt: null,
  ...patch,
});

const root = (): HTMLElement => document.querySelector('[data-heartbeat="notice"]') as HTMLElement;

beforeEach(() => sessionStorage.clear());
afterEach(cleanup);

describe('the operator notice', () => {
  it('is there from the start, empty, and announces once and politely what an operator says', async () => {
    const { set } = renderConnected(<OperatorNotice />, open());
    expect(root().outerHTML).toBe(
      '<div data-heartbeat="notice" tabindex="-1"><div role="status" data-heartbeat="notice-text"></div></div>',
    );
    const heard = listen();
    set({ notice: notice() });
    set({ missedInRow: 1 });
    expect(heard()).toEqual(['status: Maintenance at ten']);
    expect(screen.getByRole('region', { name: 'Notice' })).toBe(root());
    expect(root().dataset['level']).toBe('info');
    set({ notice: null });
    expect(root().textContent).toBe('');
    expect(heard()).toEqual([]);
  });

  it('shows text as text', () => {
    renderConnected(<OperatorNotice />, open({ notice: notice({ text: { en: '<img src=x onerror=alert(1)>' } }) }));
    expect(root().querySelector('img')).toBeNull();
    expect(root().textContent).toBe('<img src=x onerror=alert(1)>');
  });

  it('says in which language the text is, and takes the one it is given', () => {
    renderConnected(
      <HeartbeatLabelsProvider labels={languages.ar}>
        <OperatorNotice lang="ar" />
      </HeartbeatLabelsProvider>,
      open({ notice: notice({ level: 'warning' }) }),
    );
    const text = screen.getByText('صيانة');
    expect([text.lang, text.dir, root().dataset['level']]).toEqual(['ar', 'auto', 'warning']);
    expect(screen.getByRole('button', { name: 'إغلاق الإشعار' })).toBeDefined();
  });

  it('can be dismissed by the keyboard, and keeps the person’s place', async () => {
    renderConnected(<OperatorNotice />, open({ notice: notice() }));
    await userEvent.tab();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Dismiss notice' }));
    await userEvent.keyboard('{Enter}');
    expect(root().textContent).toBe('');
    expect(document.activeElement).toBe(root());
  });

  it('takes no focus when it comes, and a class by its state', () => {
    const { set } = renderConnected(
      <OperatorNotice className={({ notice: now }) => (now ? `is-${now.level}` : 'is-quiet')} />,
      open(),
    );
    expect(root().className).toBe('is-quiet');
    set({ notice: notice() });
    expect(root().className).toBe('is-info');
    expect(document.activeElement).toBe(document.body);
  });
});
