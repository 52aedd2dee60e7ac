import { shortName } from './repository';

/**
 * Full names of jobs, those first whose names are nearest to a repository's: of
 * the same name, in a folder of the same name, one name within the other, a word
 * in common, then the others. Within these as they were.
 *
 * @param repository - its address
 */
export function nearestFirst(
  fullNames: string[],
  repository: string,
): string[] {
  const wanted = shortName(repository);
  return fullNames
    .map(fullName => ({ fullName, distance: distanceOf(fullName, wanted) }))
    .sort((a, b) => a.distance - b.distance)
    .map(({ fullName }) => fullName);
}

function distanceOf(fullName: string, wanted: string): number {
  const names = fullName.split('/').map(wordsOf);
  const words = wordsOf(wanted);
  const [own, other] = [names.at(-1) ?? [], words].map(each => each.join(''));
  if (own === other) return 0;
  if (names.some(each => each.join('') === other)) return 1;
  if (own && (own.includes(other) || other.includes(own))) return 2;
  return names.at(-1)?.some(word => words.includes(word)) ? 3 : 4;
}

/** `Rain_Gauge` and `rain-gauge` are the same to people. */
function wordsOf(name: string): string[] {
  return name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
