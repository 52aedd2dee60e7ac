import { readFileSync, readdirSync } from 'node:fs';

/** The variable by which a part's processes are known as that part's. */
export const PART_VARIABLE = 'FAIRWAY_PART';

/**
 * The processes of a part's group that outlived the one that started them,
 * known by their environment: after them the group's id may be another's.
 * Linux only, where /proc tells.
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

// The name, in parentheses, may hold anything; the fields after it do not.
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
