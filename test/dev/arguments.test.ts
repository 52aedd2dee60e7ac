import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageError, parseArguments } from './arguments.ts';

test('reads a start with the clusters of a kubeconfig', () => {
  const typed =
    'start --detach --kubeconfig k.yaml --context one --context two'.split(' ');
  assert.deepEqual(parseArguments(typed), {
    command: 'start',
    positionals: [],
    detach: true,
    json: false,
    kubeconfig: 'k.yaml',
    contexts: ['one', 'two'],
  });
});

test('shows help without arguments, for --help and for -h', () => {
  for (const typed of [[], ['--help'], ['start', '-h']]) {
    assert.equal(parseArguments(typed).command, 'help');
  }
});

test('names the invalid argument and the valid ones', () => {
  const refused: [string, RegExp][] = [
    ['strat', /command 'strat'.*start, stop/],
    ['toString', /command 'toString'/],
    ['stop --json', /Unknown option --json of 'stop'/],
    ['status --jsn', /--jsn[^]*Usage: .*status \[--json\]/],
    ['test unit e2e', /Unexpected argument 'e2e'/],
    ['start --context one', /--kubeconfig/],
    ['bench watch --pods many', /--pods is 'many'. Give a whole number/],
  ];
  for (const [typed, message] of refused) {
    assert.throws(
      () => parseArguments(typed.split(' ')),
      error => error instanceof UsageError && message.test(error.message),
      typed,
    );
  }
});

test('reads the size of a benchmark', () => {
  const { positionals, pods, events } = parseArguments(
    'bench watch --json --pods 2000'.split(' '),
  );
  assert.deepEqual(
    { positionals, pods, events },
    {
      positionals: ['watch'],
      pods: 2000,
      events: undefined,
    },
  );
});
