import { parseArgs } from 'node:util';

/** A command as it was typed. */
export interface Arguments {
  command: string;
  positionals: string[];
  detach: boolean;
  json: boolean;
  kubeconfig?: string;
  contexts: string[];
  /** How large a measurement is */
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
    does: 'Brings everything up: local clusters, the demo’s services, the portal on http://localhost:3000. With a kubeconfig, the portal alone, on your own clusters.',
    options: ['detach', 'kubeconfig', 'context'],
    maxPositionals: 0,
  },
  stop: {
    usage: 'stop',
    does: 'Ends all that runs. What it made stays for the next start.',
    options: [],
    maxPositionals: 0,
  },
  status: {
    usage: 'status [--json]',
    does: 'Lists each part: version, state, address, process, log.',
    options: ['json'],
    maxPositionals: 0,
  },
  test: {
    usage: 'test [static|unit|integration|e2e]',
    does: 'Runs every test, or a part of them. Ends with “N passed, N failed”.',
    options: [],
    maxPositionals: 1,
  },
  cluster: {
    usage: 'cluster up|down [CLUSTER[/PART]]',
    does: 'The local clusters alone, one of them, or one part, such as production/kube-apiserver.',
    options: [],
    maxPositionals: 2,
  },
  bench: {
    usage:
      'bench api|catalog|live|page|pipelines|watch [--json] [--pods N] [--events N] [--viewers N] [--services N] [--seconds N]',
    does: 'Measures, as docs/reference/performance.md explains. With --json, one object on standard output.',
    options: ['json', 'pods', 'events', 'viewers', 'services', 'seconds'],
    maxPositionals: 1,
  },
  help: { usage: 'help', does: 'Shows this.', options: [], maxPositionals: 0 },
};

/** Something that was typed cannot be meant. */
export class UsageError extends Error {}

/** @throws UsageError that names what was not understood and what there is */
export function parseArguments(typed: string[]): Arguments {
  const asksForHelp = typed.some(word => word === '--help' || word === '-h');
  const [command = 'help', ...rest] = asksForHelp ? ['help'] : typed;
  const known = Object.hasOwn(commands, command)
    ? commands[command]
    : undefined;
  if (!known) {
    throw new UsageError(
      `There is no command '${command}'; there are ${Object.keys(commands).join(', ')}`,
    );
  }
  const { values, positionals } = parse(command, rest);
  const unfit = Object.keys(values).find(name => !known.options.includes(name));
  if (unfit) {
    throw new UsageError(
      `'${command}' has no option --${unfit}: ./dev ${known.usage}`,
    );
  }
  if (positionals.length > known.maxPositionals) {
    throw new UsageError(
      `'${positionals.at(-1)}' is too much: ./dev ${known.usage}`,
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
        `--${name} is '${text}'; give a whole number above 0`,
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

/** What ./dev can do. */
export function helpText(): string {
  return Object.values(commands)
    .map(({ usage, does }) => `./dev ${usage}\n    ${does}`)
    .join('\n');
}
