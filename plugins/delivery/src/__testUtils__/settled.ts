/** Resolves after all pending promises and timers that are due. */
export const settled = () => new Promise(resolve => setTimeout(resolve));
