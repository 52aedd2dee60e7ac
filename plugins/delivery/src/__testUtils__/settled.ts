/** Lets all that is ready to happen happen: what a timer that is due at once comes after. */
export const settled = () => new Promise(resolve => setTimeout(resolve));
