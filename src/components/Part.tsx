'use client';
import {
  cloneElement,
  createElement,
  isValidElement,
  useMemo,
  type AllHTMLAttributes,
  type CSSProperties,
  type ReactElement,
  type ReactNode,
  type Ref,
} from 'react';
import { mergeRefs, refOf } from './mergeRefs.js';

/** What a part gives to the element that takes its place. Spread all of it, `ref` included. */
export type PartElementProps = AllHTMLAttributes<never> & { ref?: Ref<never> };

/** `className`, `style` and the element of a part: plain, or made from the part's state. */
export interface PartStyling<State> {
  /** A class, or a function that makes one from the part's state. */
  className?: string | undefined | ((state: State) => string | undefined);
  /** Inline styles, or a function that makes them from the part's state. */
  style?: CSSProperties | undefined | ((state: State) => CSSProperties | undefined);
  /** An element, or your own component, in place of the part's own: `render={<a href="/help" />}`, or a function. */
  render?: ReactElement | ((props: PartElementProps, state: State) => ReactElement) | undefined;
}

/** Attributes of an element, with the styling of a part. */
export type PartProps<Attributes, State> = Omit<Attributes, keyof PartStyling<never>> & PartStyling<State>;

type AnyProps = Record<string, unknown>;

/**
 * The element of a part, named for the stylesheet and with its styling resolved; or the element that `render` puts in its
 * place. `given` is what the app passed; `own` is what the part sets itself, whatever the app passed.
 */
export function Part<State>(definition: PartDefinition<State>): ReactElement {
  const { tag, name, state, given, own, partRef, ownRef, children } = definition;
  const { render, className, style, ...rest } = given;
  const element = isValidElement<AnyProps>(render) ? render : null;
  const elementRef = element && refOf(element);
  // Kept from render to render, because React clears and sets a ref again when its function is a new one.
  const ref = useMemo(() => mergeRefs(mergeRefs(partRef, elementRef), ownRef), [partRef, elementRef, ownRef]);
  const props: AnyProps = {
    ...rest,
    'data-heartbeat': name,
    className: typeof className === 'function' ? className(state) : className,
    style: typeof style === 'function' ? style(state) : style,
    ...own,
    ref,
    children,
  };
  if (typeof render === 'function') return render(props, state);
  return element ? cloneElement(element, { ...mergeProps(props, element.props), ref }) : createElement(tag, props);
}

interface PartDefinition<State> {
  tag: string;
  name: string;
  state: State;
  given: PartStyling<State>;
  own?: AnyProps;
  partRef: Ref<unknown> | undefined;
  /** Of the part itself, besides the app's. */
  ownRef?: Ref<never> | undefined;
  children?: ReactNode;
}

/** The element's own props win; both handlers are called, the element's first; classes and styles are joined. */
export function mergeProps(part: AnyProps, element: AnyProps): AnyProps {
  const merged: AnyProps = { ...part, ...element };
  merged['className'] = [part['className'], element['className']].filter(Boolean).join(' ') || undefined;
  merged['style'] = { ...(part['style'] as CSSProperties), ...(element['style'] as CSSProperties) };
  for (const [key, theirs] of Object.entries(element)) {
    const ours = part[key];
    if (typeof theirs !== 'function' || typeof ours !== 'function') continue;
    merged[key] = (...args: unknown[]) => {
      theirs(...args);
      ours(...args);
    };
  }
  return merged;
}
