const millisecondsBetweenLines = 1500;

/**
 * A log in the format of the Container Runtime Interface, from the lines as a program writes them. The last
 * line is written `now`, the others before it; `%t` in a line becomes the line's own time.
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
