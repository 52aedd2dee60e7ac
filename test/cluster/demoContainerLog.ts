const millisecondsBetweenLines = 1500;

/**
 * A log in the format of the Container Runtime Interface, from the lines of a
 * program. The last line has the time `now`, the others earlier times. `%t` in a line
 * becomes the time of the line.
 *
 * @see https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md
 */
export function toContainerLog(lines: string, now: Date): string {
  const all = lines.trimEnd().split('\n');
  return all
    .map((line, index) => {
      const age = (all.length - 1 - index) * millisecondsBetweenLines;
      const time = new Date(now.getTime() - age).toISOString();
      return `${time} stdout F ${line.replaceAll('%t', time)}\n`;
    })
    .join('');
}
