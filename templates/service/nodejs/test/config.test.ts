import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { configOf } from '../src/config.ts';

describe('the configuration', () => {
  it('has defaults', () => {
    const preset = {
      port: 8080,
      managementPort: 8081,
      basePath: '',
      logLevel: 'info',
    };
    assert.deepEqual(configOf({}), preset);
    assert.deepEqual(configOf({ BASE_PATH: '/' }), preset);
  });

  it('reads the environment variables', () => {
    assert.deepEqual(
      configOf({
        PORT: '9090',
        MANAGEMENT_PORT: '9091',
        BASE_PATH: '/tides/',
        LOG_LEVEL: 'warn',
      }),
      {
        port: 9090,
        managementPort: 9091,
        basePath: '/tides',
        logLevel: 'warn',
      },
    );
  });

  for (const [name, value, allowed] of [
    ['PORT', 'http', 'a number from 0 to 65535'],
    ['MANAGEMENT_PORT', '70000', 'a number from 0 to 65535'],
    ['BASE_PATH', 'tides', 'empty or a path such as /tides'],
    ['BASE_PATH', '/a//b', 'empty or a path such as /tides'],
    ['LOG_LEVEL', 'loud', 'debug, info, warn or error'],
  ] as const) {
    it(`rejects ${name}=${value}`, () => {
      assert.throws(() => configOf({ [name]: value }), {
        message: `${name} is '${value}', and must be ${allowed}`,
      });
    });
  }
});
