/**
 * The path of a job by its full name, as Jenkins itself has it: the name of a
 * branch's job is encoded already, and is encoded once more.
 *
 * @see https://www.jenkins.io/doc/book/using/remote-access-api/
 */
export function jobPath(fullName: string): string {
  return fullName
    .split('/')
    .map(segment => `/job/${encodeURIComponent(segment)}`)
    .join('');
}

/** The path of a run. */
export function runPath({
  fullName,
  number,
}: {
  fullName: string;
  number: number;
}): string {
  return `${jobPath(fullName)}/${number}`;
}

/** The name of a branch's job, as people call the branch. */
export function branchName(jobName: string): string {
  try {
    return decodeURIComponent(jobName);
  } catch {
    return jobName;
  }
}
