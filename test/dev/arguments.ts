import { parseArgs } from 'node:util';

/** A parsed command line. */
export interface Arguments {
  command: string;
  positionals: string[];
  detach: boolean;
  json: boolean;
  kubeconfig?: string;
  contexts: string[];
  /** Size of a benchmark */
  pods?: number;
  events?: number;
  viewers?: number;
  services?: number;
  seconds?: number;
}

interface CommandHelp {
  usage: string;
  does: string;
  options: string[];
  maxPositionals: number;
}

export const commands: Record<string, CommandHelp> = {
  start: {
    usage: 'start [--detach] [--kubeconfig FILE [--context NAME]...]',
    does: 'Starts the local clusters, the demo’s services and the portal on http://localhost:3000. With a kubeconfig, starts only the portal, on your own clusters.',
    options: ['detach', 'kubeconfig', 'context'],
    maxPositionals: 0,
  },
  stop: {
    usage: 'stop',
    does: 'Stops everything. Builds and data stay for the next start.',
    options: [],
    maxPositionals: 0,
  },
  status: {
    usage: 'status [--json]',
    does: 'Lists each part with its version, state, address, process and log.',
    options: ['json'],
    maxPositionals: 0,
  },
  test: {
    usage: 'test [static|unit|integration|e2e]',
    does: 'Runs all tests or one part. Ends with “N passed, N failed”.',
    options: [],
    maxPositionals: 1,
  },
  cluster: {
    usage: 'cluster up|down [CLUSTER[/PART]]',
    does: 'Starts or stops the local clusters, one cluster, or one part such as production/kube-apiserver.',
    options: [],
    maxPositionals: 2,
  },
  bench: {
    usage:
      'bench api|catalog|limits|live|page|pipelines|watch [--json] [--pods N] [--events N] [--viewers N] [--services N] [--seconds N]',
    does: 'Runs a benchmark; see docs/reference/performance.md. With --json, prints one object on standard output.',
    options: ['json', 'pods', 'events', 'viewers', 'services', 'seconds'],
    maxPositionals: 1,
  },
  help: {
    usage: 'help',
    does: 'Shows this help.',
    options: [],
    maxPositionals: 0,
  },
};

/** The command line is invalid. */
export class UsageError extends Error {}

/** @throws UsageError that names the invalid argument and the valid ones */
export function parseArguments(typed: string[]): Arguments {
  const asksForHelp = typed.some(word => word === '--help' || word === '-h');
  const [command = 'help', ...rest] = asksForHelp ? ['help'] : typed;
  const known = Object.hasOwn(commands, command)
    ? commands[command]
    : undefined;
  if (!known) {
    throw new UsageError(
      `Unknown command '${command}'. Commands: ${Object.keys(commands).join(', ')}`,
    );
  }
  const { values, positionals } = parse(command, rest);
  const unfit = Object.keys(values).find(name => !known.options.includes(name));
  if (unfit) {
    throw new UsageError(
      `Unknown option --${unfit} of '${command}': ./dev ${known.usage}`,
    );
  }
  if (positionals.length > known.maxPositionals) {
    throw new UsageError(
      `Unexpected argument '${positionals.at(-1)}': ./dev ${known.usage}`,
    );
  }
  if (values.context && !values.kubeconfig) {
    throw new UsageError('--context needs --kubeconfig FILE');
  }
  return {
    command,
    positionals,
    detach: values.detach ?? false,
    json: values.json ?? false,
    kubeconfig: values.kubeconfig,
    contexts: values.context ?? [],
    ...wholeNumbers(values, [
      'pods',
      'events',
      'viewers',
      'services',
      'seconds',
    ]),
  };
}

function wholeNumbers<T extends string>(
  values: { [name in T]?: string },
  names: T[],
): { [name in T]?: number } {
  const numbers: { [name in T]?: number } = {};
  for (const name of names) {
    const text = values[name];
    if (text === undefined) continue;
    if (!/^[1-9]\d*$/.test(text)) {
      throw new UsageError(
        `--${name} is '${text}'. Give a whole number above 0.`,
      );
    }
    numbers[name] = Number(text);
  }
  return numbers;
}

function parse(command: string, rest: string[]) {
  try {
    return parseArgs({
      args: rest,
      allowPositionals: true,
      options: {
        detach: { type: 'boolean' },
        json: { type: 'boolean' },
        kubeconfig: { type: 'string' },
        context: { type: 'string', multiple: true },
        pods: { type: 'string' },
        events: { type: 'string' },
        viewers: { type: 'string' },
        services: { type: 'string' },
        seconds: { type: 'string' },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${reason}\nUsage: ./dev ${commands[command].usage}`);
  }
}

/** Help text of ./dev: usage and description of each command. */
export function helpText(): string {
  return Object.values(commands)
    .map(({ usage, does }) => `./dev ${usage}\n    ${does}`)
    .join('\n');
}
