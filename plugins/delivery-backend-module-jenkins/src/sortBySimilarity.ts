/**
 * Sorts full names of jobs by similarity to a repository's name: the same name, a
 * folder with the same name, one name contained in the other, a common word, then all
 * others. The order within a group stays the same.
 *
 * @param repository - name of the repository without its owner
 */
export function sortBySimilarity(
  fullNames: string[],
  repository: string,
): string[] {
  return fullNames
    .map(fullName => ({ fullName, distance: distanceOf(fullName, repository) }))
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

/** Splits a name into lower-case words, so that `Rain_Gauge` equals `rain-gauge`. */
function wordsOf(name: string): string[] {
  return name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
