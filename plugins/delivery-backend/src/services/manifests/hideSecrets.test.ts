import { hideArguments, hideSecrets, looksSecret } from './hideSecrets';

describe('looksSecret', () => {
  it.each([
    'PASSWORD',
    'db-passwd',
    'DB_PASS',
    'PASS_FILE',
    'GITHUB_TOKEN',
    'apiKey',
    'CLIENT_SECRET',
    'credentials',
    'AWS_SECRET_ACCESS_KEY',
    'Authorization',
    'Cookie',
    'PGPWD',
    'SENTRY_DSN',
  ])('hides %s', name => expect(looksSecret(name)).toBe(true));

  it.each(['LOG_LEVEL', 'AUTHOR', 'PASSENGERS', 'dsn.host'])('shows %s', name =>
    expect(looksSecret(name)).toBe(false),
  );
});

describe('hideArguments', () => {
  it('hides the value of a secret flag in each form', () => {
    expect(
      hideArguments([
        '--db-password=s3cret',
        '--token',
        's3cret',
        '--api-key',
        '--verbose',
        '--sink=https://ada:s3cret@sink.example/a=b',
        'serve',
        '-Dspring.password=s3cret',
      ]),
    ).toEqual([
      '--db-password=***',
      '--token',
      '***',
      '--api-key',
      '--verbose',
      '--sink=https://ada:***@sink.example/a=b',
      'serve',
      '-Dspring.password=***',
    ]);
  });
});

describe('hideSecrets', () => {
  it('hides values wherever a template may hold them, and keeps names', () => {
    const template = {
      metadata: {
        labels: { token: 'not-a-secret' },
        annotations: { 'example/api-token': 's3cret', note: 'harmless' },
      },
      spec: {
        containers: [
          {
            name: 'app',
            image: 'example/secret:1.0.0',
            env: [
              { name: 'DB_PASSWORD', value: 's3cret' },
              { name: 'DB_URL', value: 'postgres://app:s3cret@db/orders' },
              { name: 'LOG_LEVEL', value: 'info' },
              {
                name: 'TOKEN',
                valueFrom: { secretKeyRef: { name: 'app', key: 'token' } },
              },
            ],
            command: [
              'sh',
              '-c',
              'curl -H "Authorization: Bearer s3cret-s3cret"',
            ],
            readinessProbe: {
              httpGet: {
                path: '/',
                httpHeaders: [{ name: 'Authorization', value: 's3cret' }],
              },
            },
          },
        ],
        volumes: [
          { name: 'a', secret: { secretName: 'app' } },
          { name: 'b', csi: { volumeAttributes: { clientSecret: 's3cret' } } },
        ],
      },
    };
    const hidden = hideSecrets(template);
    expect(JSON.stringify(hidden)).not.toContain('s3cret');
    expect(hidden).toMatchObject({
      metadata: {
        labels: { token: 'not-a-secret' },
        annotations: { note: 'harmless' },
      },
      spec: {
        containers: [
          {
            image: 'example/secret:1.0.0',
            env: [
              { value: '***' },
              { value: 'postgres://app:***@db/orders' },
              { value: 'info' },
              { valueFrom: { secretKeyRef: { name: 'app', key: 'token' } } },
            ],
          },
        ],
        volumes: [{ secret: { secretName: 'app' } }, {}],
      },
    });
    expect(JSON.stringify(template)).toContain('s3cret');
  });

  it('hides values of ConfigMaps that look secret, and all values of Secrets', () => {
    expect(
      hideSecrets([
        {
          kind: 'ConfigMap',
          data: {
            LOG_LEVEL: 'info',
            DB_PASSWORD: 's3cret',
            'app.properties': 'db.user=orders\ndb.password=s3cret\n',
          },
          binaryData: { 'keystore.jks': 'czNjcmV0' },
        },
        {
          kind: 'Secret',
          data: { user: 'czNjcmV0' },
          stringData: { other: 's3cret' },
        },
        { kind: 'Secret', data: 's3cret' },
      ]),
    ).toEqual([
      {
        kind: 'ConfigMap',
        data: {
          LOG_LEVEL: 'info',
          DB_PASSWORD: '***',
          'app.properties': 'db.user=orders\ndb.password=***\n',
        },
        binaryData: { 'keystore.jks': '***' },
      },
      {
        kind: 'Secret',
        data: { user: '***' },
        stringData: { other: '***' },
      },
      { kind: 'Secret', data: '***' },
    ]);
  });
});
