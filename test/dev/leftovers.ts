import { readFileSync, readdirSync } from 'node:fs';

/** Environment variable that marks the processes of a part. */
export const PART_VARIABLE = 'FAIRWAY_PART';

/**
 * Processes of a part's group that outlived their parent. Their environment
 * identifies them, because another group may have the same id later. Linux only, by
 * /proc.
 */
export function leftovers(group: number, part: string): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(
      pid =>
        groupOf(pid) === group &&
        read(`/proc/${pid}/environ`)
          .split('\0')
          .includes(`${PART_VARIABLE}=${part}`),
    );
}

// The name in parentheses may contain any character; the fields after it may not.
function groupOf(pid: number): number | undefined {
  const stat = read(`/proc/${pid}/stat`);
  const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state && state !== 'Z' ? Number(group) : undefined;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
