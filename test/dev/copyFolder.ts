import {
  chmodSync,
  cpSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';

/** Copies a folder completely or not at all. Every user may read the copy; its owner may remove it. */
export function copyFolder(source: string, target: string): void {
  const unfinished = `${target}.new-${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  cpSync(source, unfinished, { recursive: true });
  open(unfinished);
  for (const name of readdirSync(unfinished, { recursive: true })) {
    open(path.join(unfinished, String(name)));
  }
  rmSync(target, { recursive: true, force: true });
  renameSync(unfinished, target);
}

function open(entry: string): void {
  const { mode } = statSync(entry);
  chmodSync(entry, mode & 0o100 ? 0o755 : 0o644);
}
