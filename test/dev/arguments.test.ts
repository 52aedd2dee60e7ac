import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageError, parseArguments } from './arguments.ts';

test('reads a start on clusters of one’s own', () => {
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

test('shows help for nothing, --help and -h', () => {
  for (const typed of [[], ['--help'], ['start', '-h']]) {
    assert.equal(parseArguments(typed).command, 'help');
  }
});

test('names what cannot be meant, and what there is', () => {
  const refused: [string, RegExp][] = [
    ['strat', /no command 'strat'.*start, stop/],
    ['toString', /no command 'toString'/],
    ['stop --json', /'stop' has no option --json/],
    ['status --jsn', /--jsn[^]*Usage: .*status \[--json\]/],
    ['test unit e2e', /'e2e' is too much/],
    ['start --context one', /--kubeconfig/],
    ['bench watch --pods many', /--pods is 'many'; give a whole number/],
  ];
  for (const [typed, message] of refused) {
    assert.throws(
      () => parseArguments(typed.split(' ')),
      error => error instanceof UsageError && message.test(error.message),
      typed,
    );
  }
});

test('reads how large a measurement is', () => {
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
