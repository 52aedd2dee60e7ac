import { fixtureText } from './__testUtils__/fixtures';
import { consoleFailure } from './consoleLines';

describe('consoleFailure', () => {
  it('finds the error of a Pipeline behind times, without its steps', () => {
    const { error, lines } = consoleFailure(
      fixtureText('console-timestamped.txt'),
    );
    expect(error).toBe('ERROR: script returned exit code 1');
    expect(lines.filter(line => line.includes('[Pipeline]'))).toEqual([]);
    expect(lines.at(-1)).toBe('[2022-01-12T19:01:22.500Z] Finished: FAILURE');
  });

  it('blames the first cause of a freestyle job, not its consequence', () => {
    const { error, lines } = consoleFailure(
      fixtureText('console-freestyle-consequence.txt'),
    );
    expect(error).toBe("ERROR: Error fetching remote repo 'origin'");
    expect(lines.join()).not.toContain('Publish JUnit');
  });

  const jenkins = (...lines: string[]) => lines.join('\n');

  it.each([
    [
      'the error before the step that failed',
      jenkins(
        'ERROR: optional tool is missing',
        'building',
        'java.io.IOException: No space left on device',
        '\tat java.base/java.io.X.y(X.java:1)',
        'Caused by: java.io.IOException: disk',
        "Build step 'Execute shell' marked build as failure",
        'Archiving artifacts',
        'ERROR: No artifacts found',
      ),
      'java.io.IOException: No space left on device',
    ],
    [
      'the test that failed, if no line is an error',
      jenkins(
        'ok 1 a',
        'not ok 2 flaky # TODO',
        'not ok 3 sequential/test-inspector',
        'make[1]: *** [test] Error 1',
        "Build step 'Execute shell' marked build as failure",
        'ERROR: Step ‘Publish JUnit test result report’ failed',
      ),
      'not ok 3 sequential/test-inspector',
    ],
    [
      'an error before the post-build steps, one of which failed the run as well',
      jenkins(
        'FATAL: Could not check out',
        'Recording test results',
        'ERROR: Step ‘Publish JUnit test result report’ failed: none',
        "Build step 'Publish JUnit test result report' marked build as failure",
      ),
      'FATAL: Could not check out',
    ],
    [
      'a post-build step that failed on its own',
      jenkins(
        'built',
        'Archiving artifacts',
        'ERROR: No artifacts found',
        "Build step 'Archive the artifacts' marked build as failure",
      ),
      'ERROR: No artifacts found',
    ],
    [
      'an error with a time and a colour',
      '19:15:58 \u001b[31mERROR: Cannot rebase\u001b[0m',
      'ERROR: Cannot rebase',
    ],
    [
      'an error behind an elapsed time and a branch',
      '00:00:01.234  [unit] ERROR: broken',
      '[unit] ERROR: broken',
    ],
    [
      'an exception after the end of a Pipeline',
      jenkins(
        'ERROR: ignored',
        '[Pipeline] End of Pipeline',
        'Also:   org.jenkinsci.plugins.workflow.actions.ErrorAction$ErrorId: 1',
        'java.lang.NullPointerException: Cannot invoke method trim()',
        'Finished: FAILURE',
      ),
      'java.lang.NullPointerException: Cannot invoke method trim()',
    ],
    [
      'who aborted the run',
      jenkins('working', 'Aborted by Ada', 'Finished: ABORTED'),
      'Aborted by Ada',
    ],
    ['nothing', jenkins('ERRORS: 0', 'done', 'Finished: FAILURE'), undefined],
  ])('finds %s', (_, log, error) => {
    expect(consoleFailure(log).error).toBe(error);
  });

  it.each([
    '[2022-01-12T19:01:20.000Z] ',
    '2022-01-12T19:01:20.123456+0100 ',
    '[2022-01-12 19:01:20] ',
    '2022-01-12 19:01:20,123 ',
    '19:01:20 ',
    '[7:01:20 PM] ',
    '00:00:12.345  ',
    '\u001b[8mha:////4AbC+d/=\u001b[0m',
  ])('does not take the time %j for a part of the line', time => {
    const log = `${time}[Pipeline] sh\n${time}ERROR: broken\n${time}`;
    expect(consoleFailure(log).error).toBe('ERROR: broken');
    expect(consoleFailure(log).lines).toHaveLength(1);
  });
});
