/** Escape sequences of colours, and Jenkins' hidden notes, which begin with a conceal sequence. */
const ESCAPES =
  // eslint-disable-next-line no-control-regex -- logs have escape characters
  /\u001b\[8mha:[^\u001b]*\u001b\[0m|\u001b\[[0-9;?]*[ -/]*[@-~]/g;

/**
 * Time in front of a line, as the Timestamper plugin and others write it: `19:15:58 `,
 * `[2022-01-12T19:01:20.000Z] `, `00:00:01.234  `, `2022-01-12 19:01:20,000 `.
 */
const TIMESTAMP =
  /^\s*\[?(?:\d{4}[-/]\d\d[-/]\d\d[T ])?\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?[AP]M)?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?\]?(?:\s+|$)/i;

/** A line of a console log. */
interface ConsoleLine {
  /** The line without colours */
  text: string;
  /** The line without colours and time */
  content: string;
}

/** Splits a console log into lines without colours; empty lines and Pipeline's own lines (`[Pipeline] stage`) are left out. */
export function consoleLines(log: string): ConsoleLine[] {
  return log
    .split(/\r?\n/)
    .map(raw => {
      const text = raw.replace(ESCAPES, '');
      return { text, content: text.replace(TIMESTAMP, '') };
    })
    .filter(({ content }) => content.trim() && !isPipelineStep(content));
}

/** The end of a Pipeline, after which Jenkins writes the error that failed the run. */
const END_OF_PIPELINE = /^\[Pipeline\] End of Pipeline\b/;

function isPipelineStep(content: string): boolean {
  return /^\[Pipeline\]/.test(content) && !END_OF_PIPELINE.test(content);
}

/** First line of an error of Jenkins, an exception, or why Jenkins aborted the run. */
const ERROR =
  /^(?:\[[^\]]+\] )?(?:ERROR|FATAL)\b|^(?:Caused by: )?[\w$.]+(?:Exception|Error)(?:: |$)|^(?:Aborted by |Build was aborted|Build timed out)/;
/** First line of an error of a common tool, if Jenkins itself writes none. */
const TOOL_ERROR =
  /^(?:not ok \d+\b(?!.*# (?:TODO|SKIP))|\[ERROR\] |fatal: |error: |npm (?:ERR!|error) |make(?:\[\d+\])?: \*\*\* |FAIL(?:ED|URE)?: |Cannot \w+: )/i;
/** What Jenkins writes when a step of a freestyle job fails. */
const FAILED_STEP = /^Build step .{1,200} marked build as failure/i;
const UNSTABLE_STEP = /^Build step .{1,200} changed build result to \w+/i;
/** First lines of what runs after the build steps, whatever their result. */
const POST_BUILD =
  /^(?:Performing Post build task|Recording (?:test results|fingerprints)|Archiving artifacts|POST BUILD TASK\b|Notifying upstream projects|\[(?:WS-CLEANUP|PostBuildScript|htmlpublisher|xUnit|Checks API|description-setter)\]|Sending e-?mails? |Email was triggered|Robot results publisher|Finished: )/i;

/** Part of a console log that belongs to a failure. */
export interface ConsoleFailure {
  /** First line of the error without its time; absent if no line looks like one */
  error?: string;
  /** The lines until the failure, or all lines if it is not known where it is */
  lines: string[];
}

/**
 * Finds the cause of a failed run in its console log. Later errors are often consequences:
 * after a failed step, a freestyle job goes on with its post-build steps, which then lack
 * their input.
 *
 * - A Pipeline writes its error after its end.
 * - A freestyle job names the step that failed; the nearest error before it is its cause.
 * - Otherwise the first error before the post-build steps is the cause.
 */
export function consoleFailure(log: string): ConsoleFailure {
  const all = consoleLines(log);
  const indexOf = (pattern: RegExp) => {
    const index = all.findIndex(({ content }) => pattern.test(content));
    return index < 0 ? undefined : index;
  };
  const end = indexOf(END_OF_PIPELINE);
  if (end !== undefined) {
    const found =
      firstError(all.slice(end + 1)) ?? lastError(all.slice(0, end));
    return failureOf(found, all);
  }
  const failed = indexOf(FAILED_STEP) ?? indexOf(UNSTABLE_STEP);
  const postBuild = indexOf(POST_BUILD);
  const isPostBuildFirst =
    postBuild !== undefined && (failed === undefined || postBuild < failed);
  const beforePostBuild = isPostBuildFirst ? all.slice(0, postBuild) : all;
  if (isPostBuildFirst || failed === undefined) {
    const found =
      firstError(beforePostBuild) ?? firstToolError(beforePostBuild);
    if (found) return failureOf(found, beforePostBuild);
  }
  if (failed === undefined) return failureOf(firstError(all), all);
  const until = all.slice(0, failed);
  return failureOf(
    lastError(until) ?? firstToolError(until),
    all.slice(0, failed + 1),
  );
}

function failureOf(
  error: ConsoleLine | undefined,
  lines: ConsoleLine[],
): ConsoleFailure {
  return {
    ...(error && { error: error.content.trim() }),
    lines: lines
      .filter(({ content }) => !END_OF_PIPELINE.test(content))
      .map(({ text }) => text),
  };
}

function firstError(lines: ConsoleLine[]): ConsoleLine | undefined {
  return lines.find(({ content }) => ERROR.test(content));
}

/**
 * The last error of a log whose end is the failure, such as that of a stage. Of
 * consecutive errors, such as an exception with its causes, it is the first.
 */
export function lastError(lines: ConsoleLine[]): ConsoleLine | undefined {
  let found: ConsoleLine | undefined;
  for (const line of [...lines].reverse()) {
    if (ERROR.test(line.content)) found = line;
    else if (found && !isStackFrame(line.content)) return found;
  }
  return found;
}

/** The first error of a tool in a log, if no line has an error of Jenkins. */
export function firstToolError(lines: ConsoleLine[]): ConsoleLine | undefined {
  return lines.find(({ content }) => TOOL_ERROR.test(content));
}

function isStackFrame(content: string): boolean {
  return /^\s+(?:at |\.\.\. \d+ more)/.test(content);
}
