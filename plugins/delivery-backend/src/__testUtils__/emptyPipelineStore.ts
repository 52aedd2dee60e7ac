import type { PipelineStore } from '../pipelines/PipelineStore';

/** A store that stores nothing. */
export const emptyPipelineStore: PipelineStore = {
  listing: async () => undefined,
  putListing: async () => {},
  newestRuns: async () => new Map(),
  runsOf: async () => [],
  run: async () => undefined,
  unfinishedRuns: async () => [],
  removeUnfinished: async () => {},
  putRuns: async () => {},
  putDetails: async () => {},
  putInputs: async () => {},
  inputs: async () => [],
};
