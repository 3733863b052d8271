import { useEffect, useLayoutEffect } from 'react';

/** React 18 warns about layout effects on a server, where neither kind runs. */
export const useCommitEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect;
