export type { ActivityReader } from './ActivityReader';
export type { CommitSearcher } from './CommitSearcher';
export { createActivity } from './createActivity';
export type { Activity } from './createActivity';
export type { ReleaseAuthors } from './ReleaseAuthors';
