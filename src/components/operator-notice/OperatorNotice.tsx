'use client';
import { forwardRef, type HTMLAttributes, type MouseEvent } from 'react';
import { useNoticeIn, type ShownNotice } from '../../react/notice/useNotice.js';
import { Glyph } from '../Glyph.js';
import type { LabelOverrides } from '../labels.js';
import { useGroup } from '../labelsContext.js';
import { Part, type PartProps } from '../Part.js';
import type { ConnectionSource } from '../types.js';
import { englishNotice } from './englishNotice.js';

/** What `className` and `style` functions of `OperatorNotice` are given. */
export interface OperatorNoticeState {
  /** null: there is nothing to say, and the element is empty. */
  readonly notice: ShownNotice | null;
}

/** Props of `OperatorNotice`; those of a `div` go to its element. `lang` chooses the language of the text. */
export interface OperatorNoticeProps extends PartProps<
  Omit<HTMLAttributes<HTMLDivElement>, 'children'>,
  OperatorNoticeState
> {
  /** The connection; by default the nearest provider's. */
  socket?: ConnectionSource | undefined;
  /** Words to use instead of the built-in ones. */
  labels?: LabelOverrides | undefined;
}

const SIGNS = {
  info: 'M8 1.75a6.25 6.25 0 1 0 0 12.5a6.25 6.25 0 1 0 0-12.5M8 7.5v3.5M8 4.9v.01',
  warning: 'M8 2 14.5 13.5H1.5ZM8 6.5v3M8 11.5v.01',
};
const CROSS = 'M4 4l8 8M12 4l-8 8';

/**
 * An operator's message to the people on the page, also while the connection is fine, such as planned maintenance or a
 * known fault. It stays until the person dismisses it, the operator withdraws it, or its time is over. The text is
 * shown as text and nothing else, in the reader's language if it was written in that.
 *
 * The element is there from the start, empty, because screen readers announce only text that is added to an existing
 * live region. It takes no focus, and announces politely, once.
 *
 * | attribute | values |
 * |---|---|
 * | `data-level` | `info` or `warning`; absent while there is nothing to say |
 *
 * @example <body><OperatorNotice /><App /></body>
 */
export const OperatorNotice = forwardRef<HTMLDivElement, OperatorNoticeProps>(function OperatorNotice(
  { socket, labels, lang, ...rest },
  ref,
) {
  const notice = useNoticeIn(lang, socket);
  const words = useGroup('notice', englishNotice, labels);
  return (
    <Part
      tag="div"
      name="notice"
      state={{ notice }}
      given={rest}
      own={
        notice
          ? { 'data-level': notice.level, role: 'region', 'aria-label': words.region, tabIndex: -1 }
          : { tabIndex: -1 }
      }
      partRef={ref}
    >
      {notice && <Glyph path={SIGNS[notice.level]} />}
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- `output` is for the result of a form */}
      <div role="status" data-heartbeat="notice-text">
        {notice && (
          <span lang={notice.lang} dir="auto">
            {notice.text}
          </span>
        )}
      </div>
      {notice && (
        <button
          type="button"
          data-heartbeat="notice-dismiss"
          aria-label={words.dismiss}
          onClick={(event) => {
            keepPlace(event);
            notice.dismiss();
          }}
        >
          <Glyph path={CROSS} />
        </button>
      )}
    </Part>
  );
});

/** The button goes away. Focus stays where it was, so that a screen reader and the next Tab do not start over. */
function keepPlace({ currentTarget }: MouseEvent<HTMLElement>): void {
  currentTarget.closest<HTMLElement>('[data-heartbeat="notice"]')?.focus({ preventScroll: true });
}
