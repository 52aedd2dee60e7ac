import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** A program that the machine must have. */
interface Prerequisite {
  name: string;
  /** Alternative names of the program */
  programs: string[];
  /** Command that installs it on a Debian-like machine */
  debian: string;
  /** Command that installs it on macOS */
  macOS: string;
}

/** Browsers for the tests of the pages. */
export const browsers = ['chromium', 'chromium-browser', 'google-chrome'];

const always: Prerequisite[] = [
  {
    name: 'git',
    programs: ['git'],
    debian: 'apt-get install git',
    macOS: 'xcode-select --install',
  },
  {
    name: 'a C compiler',
    programs: ['cc', 'gcc', 'clang'],
    debian: 'apt-get install build-essential',
    macOS: 'xcode-select --install',
  },
  {
    name: 'make',
    programs: ['make'],
    debian: 'apt-get install build-essential',
    macOS: 'xcode-select --install',
  },
  {
    name: 'python3',
    programs: ['python3'],
    debian: 'apt-get install python3',
    macOS: 'xcode-select --install',
  },
];

const forClusters: Prerequisite[] = [
  {
    name: 'openssl',
    programs: ['openssl'],
    debian: 'apt-get install openssl',
    macOS: 'brew install openssl',
  },
];

const forPages: Prerequisite[] = [
  {
    name: 'Chromium (or CHROMIUM_PATH, where it is)',
    programs: browsers,
    debian: 'apt-get install chromium',
    macOS: 'brew install --cask chromium',
  },
];

/** The end-to-end tests build the services of the software templates. */
const forTemplates: Prerequisite[] = [
  {
    name: 'npm',
    programs: ['npm'],
    debian: 'apt-get install npm',
    macOS: 'brew install node@22',
  },
  {
    name: 'a JDK, 17 or newer',
    programs: ['javac'],
    debian: 'apt-get install openjdk-17-jdk-headless',
    macOS: 'brew install openjdk@17',
  },
  {
    name: 'Maven',
    programs: ['mvn'],
    debian: 'apt-get install maven',
    macOS: 'brew install maven',
  },
];

/** The integration tests push to this server. */
const forGitServers: Prerequisite[] = [
  {
    name: 'the server of OpenSSH',
    // Debian installs it in a folder of root's PATH.
    programs: ['sshd', '/usr/sbin/sshd'],
    debian: 'apt-get install openssh-server',
    macOS: 'comes with macOS, as /usr/sbin/sshd',
  },
];

const MIN_GO = [1, 26];

/**
 * Checks all prerequisites before any other work starts.
 *
 * @throws Error that names each missing program with the command that installs it
 */
export function checkPrerequisites({
  clusters,
  gitServers = false,
  browser = false,
}: {
  clusters: boolean;
  gitServers?: boolean;
  browser?: boolean;
}): void {
  const needed = [
    ...always,
    ...(clusters ? forClusters : []),
    ...(gitServers ? forGitServers : []),
    ...(browser && !process.env.CHROMIUM_PATH ? forPages : []),
    ...(browser ? forTemplates : []),
  ];
  const missing = needed
    .filter(({ programs }) => !programs.some(isOnPath))
    .map(
      ({ name, debian, macOS }) =>
        `  ${name}: ${process.platform === 'darwin' ? macOS : debian}`,
    );
  if (clusters && !isGoNewEnough()) {
    missing.push(
      `  Go ${MIN_GO.join('.')} or newer: https://go.dev/dl (or use your own clusters: ./dev start --kubeconfig FILE)`,
    );
  }
  if (missing.length) {
    throw new Error(`This machine lacks:\n${missing.join('\n')}`);
  }
}

/** Full path of the first of these programs in PATH. */
export function findOnPath(programs: string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return programs
    .flatMap(program => folders.map(folder => path.resolve(folder, program)))
    .find(isExecutable);
}

function isOnPath(program: string): boolean {
  return findOnPath([program]) !== undefined;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isGoNewEnough(): boolean {
  if (!isOnPath('go')) return false;
  const version = execFileSync('go', ['env', 'GOVERSION'], {
    encoding: 'utf8',
  });
  const [major, minor] = version
    .replace('go', '')
    .split('.')
    .map(part => parseInt(part, 10));
  return major > MIN_GO[0] || (major === MIN_GO[0] && minor >= MIN_GO[1]);
}
