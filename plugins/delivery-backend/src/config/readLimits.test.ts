import { ConfigReader } from '@backstage/config';
import { readLimits } from './readLimits';

const read = (limits?: object) =>
  readLimits(new ConfigReader(limits ? { delivery: { limits } } : {}));

describe('readLimits', () => {
  it('has a default for each limit', () => {
    const defaults = {
      streams: 50,
      topics: 400,
      callsPerMinute: 1_200,
      logReadsPerMinute: 600,
      downloads: 10,
    };
    expect(read()).toEqual(defaults);
    // The value of an environment variable is a string.
    expect(read({ streams: '5' })).toEqual({ ...defaults, streams: 5 });
  });

  it.each([
    [{ streams: 0 }, 'streams'],
    [{ topics: 1.5 }, 'topics'],
    [{ callsPerMinute: 'many' }, 'callsPerMinute'],
    [{ logReadsPerMinute: -1 }, 'logReadsPerMinute'],
    [{ downloads: '' }, 'downloads'],
    [{ stream: 5 }, 'stream'],
  ])('rejects %j', (limits, key) => {
    expect(() => read(limits)).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringMatching(
          new RegExp(`^delivery\\.limits is not valid: [^]*${key}`),
        ),
      }),
    );
  });
});
