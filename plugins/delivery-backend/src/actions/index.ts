export { createActions } from './createActions';
export type { Actions } from './createActions';
