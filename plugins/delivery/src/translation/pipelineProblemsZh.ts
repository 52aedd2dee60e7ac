/** Reasons why pipelines cannot be read in Chinese; part of `zh`. */
export const pipelineProblemsZh = {};
