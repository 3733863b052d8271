import type { IconName } from './Icon.js';

/** A screen of the dashboard. */
export interface Screen {
  readonly name: string;
  readonly title: string;
  readonly icon: IconName;
  /** The letter after `g` that leads here. */
  readonly key?: string;
  /** Whether the screen is about a period. */
  readonly hasPeriod: boolean;
  /** The screen that this one belongs to, in the list of screens. */
  readonly below?: string;
}
