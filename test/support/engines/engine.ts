/** One tab of a browser, as a person has it: what is typed and clicked goes through the browser's own input. */
export interface EnginePage {
  /** Resolves when the page is loaded. */
  open(url: string): Promise<void>;
  /** The value of an expression, awaited, as JSON carries it. */
  evaluate<T>(expression: string): Promise<T>;
  /** Clicks the middle of the first element that matches. */
  click(selector: string): Promise<void>;
  /** Presses the keys of a text, in whatever has the focus. */
  type(text: string): Promise<void>;
  /** The page before, from the back-forward cache where the browser keeps it there. */
  back(): Promise<void>;
  close(): Promise<void>;
}

/** A browser of one engine, with a profile of its own. */
export interface Engine {
  newPage(): Promise<EnginePage>;
  close(): Promise<void>;
}
