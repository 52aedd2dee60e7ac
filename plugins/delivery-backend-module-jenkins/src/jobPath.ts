/**
 * Returns the URL path of a job by its full name. Jenkins' name of a branch's job is
 * already encoded, and is encoded a second time here.
 *
 * @see https://www.jenkins.io/doc/book/using/remote-access-api/
 */
export function jobPath(fullName: string): string {
  return fullName
    .split('/')
    .map(segment => `/job/${encodeURIComponent(segment)}`)
    .join('');
}

/** Returns the URL path of a run. */
export function runPath({
  fullName,
  number,
}: {
  fullName: string;
  number: number;
}): string {
  return `${jobPath(fullName)}/${number}`;
}

/**
 * Returns the name of a run for a message, or of a part of it, in words of no
 * language: `harbour/orders #7 (testReport)`.
 *
 * @param part - Jenkins' name of the part: a segment of its URL, a path or a stage
 */
export function runName(
  { fullName, number }: { fullName: string; number: number },
  part?: string,
): string {
  return `${fullName} #${number}${part === undefined ? '' : ` (${part})`}`;
}

/** Returns the branch name from the name of a branch's job. */
export function branchName(jobName: string): string {
  try {
    return decodeURIComponent(jobName);
  } catch {
    return jobName;
  }
}
