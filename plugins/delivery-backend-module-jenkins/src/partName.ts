/**
 * Returns the name of a part of an aggregate job from the URL of its run: the axis values
 * of a matrix cell (`JDK=21`), a Maven module (`com.example:core`), or the name of the job.
 *
 * @param withJob - whether a cell or module is named together with its job
 */
export function partName(
  url: string | null | undefined,
  withJob = false,
): string {
  const segments = pathOf(url ?? '')
    .split('/')
    .filter(Boolean)
    .map(decoded);
  const at = segments.lastIndexOf('job');
  if (at < 0) return segments.find(each => each.includes('=')) ?? '';
  const [job = '', part = ''] = segments.slice(at + 1);
  // After the job is either the number of its run, or one of its parts.
  if (!part || /^\d+$/.test(part)) return job;
  const name = part.includes('=') ? part : part.replace('$', ':');
  return withJob ? `${job} » ${name}` : name;
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A value with a percent sign that Jenkins did not encode
    return segment;
  }
}
