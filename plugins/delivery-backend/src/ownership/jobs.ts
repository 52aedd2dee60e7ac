import type { LocatedJob } from '../extensions/PipelineProviders';

/** Key of a job and of each folder that contains it, from the outermost; Jenkins ignores the case of names. */
export function jobAndFolders({ provider, job }: LocatedJob): string[] {
  const segments = job.job.toLowerCase().split('/');
  return segments.map((_, index) =>
    JSON.stringify([
      provider.name,
      job.server,
      segments.slice(0, index + 1).join('/'),
    ]),
  );
}

/** Key of a job. */
export function jobResource(located: LocatedJob): string {
  return jobAndFolders(located).at(-1) ?? '';
}

/** Whether a job or folder is another one or contains it, whatever the case of their names. */
export function containsJob(
  outer: { server?: string; job: string },
  inner: { server: string; job: string },
): boolean {
  const [folder, job] = [outer.job, inner.job].map(name => name.toLowerCase());
  return (
    (outer.server === undefined || outer.server === inner.server) &&
    (folder === job || job.startsWith(`${folder}/`))
  );
}
