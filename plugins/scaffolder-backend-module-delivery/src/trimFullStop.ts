/** Removes the full stop at the end of a message, so that another sentence can follow. */
export function trimFullStop(message: string): string {
  return message.replace(/\.$/, '');
}
