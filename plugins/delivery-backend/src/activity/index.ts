export { createActivity } from './createActivity';
export type { Activity } from './createActivity';
export type { ReleaseAuthors } from './ReleaseAuthors';
