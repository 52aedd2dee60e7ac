export { createHistory } from './createHistory';
export type { History } from './createHistory';
export type { HistoryReader } from './HistoryReader';
export type { HistoryRecorder } from './HistoryRecorder';
