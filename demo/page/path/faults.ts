/** The six ways to break the path, in the order of their keys. */
export const FAULTS = [
  { name: 'silence', title: 'Silence', what: 'Nothing gets through', flag: 'Path silent' },
  { name: 'cut', title: 'Cut', what: 'A router forgets you', flag: 'Path cut' },
  { name: 'restart', title: 'Restart', what: 'The server is redeployed', flag: 'Server restarts' },
  { name: 'refuse', title: 'Refuse', what: '503 to every attempt', flag: 'Refused' },
  { name: 'offline', title: 'Go offline', what: 'No network at all', flag: 'Offline' },
  { name: 'exhaust', title: 'Use up attempts', what: 'No one answers any more', flag: 'No answer' },
] as const;

export type Fault = (typeof FAULTS)[number];
export type FaultName = Fault['name'];

/** Nothing comes through, and no close event tells of it. */
export const isSilent = (fault: FaultName | null): boolean => fault === 'silence' || fault === 'offline';
