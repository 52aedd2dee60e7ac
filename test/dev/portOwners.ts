import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import net from 'node:net';

/** A used port, and its process if it can be determined. */
export interface TakenPort {
  port: number;
  owner: string;
}

/** The ports of a list that are in use on this machine. */
export async function takenPorts(ports: number[]): Promise<TakenPort[]> {
  const taken: TakenPort[] = [];
  for (const port of ports) {
    // macOS allows to bind the wildcard although loopback is in use.
    const isFree =
      (await canListen(port, '127.0.0.1')) && (await canListen(port));
    if (!isFree) taken.push({ port, owner: ownerOf(port) });
  }
  return taken;
}

function canListen(port: number, host?: string): Promise<boolean> {
  return new Promise(resolve => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/** Reads /proc, which only Linux has. */
function ownerOf(port: number): string {
  const inodes = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap(file =>
    listeners(file, port),
  );
  for (const pid of list('/proc').filter(name => /^\d+$/.test(name))) {
    const holds = list(`/proc/${pid}/fd`).some(fd =>
      inodes.some(
        inode => link(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`,
      ),
    );
    if (holds) {
      const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
      return `process ${pid} (${command.slice(0, 80)})`;
    }
  }
  return 'another process';
}

const LISTEN = '0A';

function listeners(file: string, port: number): string[] {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return read(file)
    .split('\n')
    .slice(1)
    .map(line => line.trim().split(/\s+/))
    .filter(fields => fields[1]?.endsWith(`:${hex}`) && fields[3] === LISTEN)
    .map(fields => fields[9]);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function link(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}
