/** Anything shaped like pino: the record is the object, its `kind` the message. */
export interface HeartbeatLogger {
  debug(record: object, message: string): void;
  info(record: object, message: string): void;
  warn(record: object, message: string): void;
  error(record: object, message: string): void;
  /** Where it says that a level is off, records of that level are not made for it. */
  isLevelEnabled?(level: string): boolean;
}
