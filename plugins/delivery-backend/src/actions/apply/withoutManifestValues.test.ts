import { withoutManifestValues } from './withoutManifestValues';

const manifest = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'orders',
    namespace: 'dev',
    annotations: { 'example/token': 'annotated-s3cret', note: 'harmless' },
  },
  data: { password: 73573573, pin: '42', file: 'first "line"\nsecond' },
  spec: {
    containers: [
      {
        name: 'orders',
        args: ['--token=argument-s3cret'],
        env: [{ name: 'GREETING', value: 'variable-s3cret' }],
      },
    ],
  },
};

const refused = (message: string) => ({
  status: 422,
  text: JSON.stringify({
    kind: 'Status',
    message,
    details: { causes: [{ message }] },
  }),
  warnings: [message],
});

describe('withoutManifestValues', () => {
  it.each([
    [
      'an invalid value',
      'env[0].value: Invalid value: "variable-s3cret": must be empty',
      'env[0].value: Invalid value: "***": must be empty',
    ],
    [
      'a value of another type',
      '.data.password: expected string, got &value.valueUnstructured{Value:73573573}',
      '.data.password: expected string, got &value.valueUnstructured{Value:***}',
    ],
    [
      'a short value, only where it is quoted',
      'data[pin]: Invalid value: "42" at line 42',
      'data[pin]: Invalid value: "***" at line 42',
    ],
    [
      'a value of several lines',
      String.raw`Invalid value: "first \"line\"\nsecond"`,
      'Invalid value: "***"',
    ],
    [
      'values without quotes',
      'policy denies --token=argument-s3cret and annotated-s3cret of orders',
      'policy denies *** and *** of orders',
    ],
  ])('hides %s in messages and warnings', (_, message, hidden) => {
    const { text, warnings, status } = withoutManifestValues(
      refused(message),
      manifest,
    );
    expect(status).toBe(422);
    expect(JSON.parse(text)).toEqual({ kind: 'Status', message: hidden });
    expect(warnings).toEqual([hidden]);
  });

  it('keeps an applied object', () => {
    const answer = {
      status: 200,
      text: JSON.stringify(manifest),
      warnings: [],
    };
    expect(withoutManifestValues(answer, manifest)).toEqual(answer);
  });

  it('cuts a long message, also within a value, without a long search', () => {
    const value = 's3cret words '.repeat(1_000);
    const { text, warnings } = withoutManifestValues(
      {
        status: 422,
        text: JSON.stringify({ message: `Invalid value: "${value}"` }),
        warnings: Array.from({ length: 100 }, () => 'w'.repeat(1_000)),
      },
      { ...manifest, data: { value } },
    );
    expect(JSON.parse(text).message).toBe('Invalid value: …');
    expect(warnings).toHaveLength(20);
  });
});
