import { parse } from 'yaml';
import { recorded, fixtureWith } from '../../__testUtils__/recorded';
import { diffTemplates } from './diffTemplates';
import { podTemplateSchema, templateOf, templateYaml } from './podTemplate';

const before = {
  metadata: { labels: { app: 'orders' }, annotations: { note: 'a' } },
  spec: {
    serviceAccountName: 'orders',
    serviceAccount: 'orders',
    nodeSelector: { pool: 'general' },
    securityContext: { runAsUser: 1 },
    terminationGracePeriodSeconds: 30,
    volumes: [
      { name: 'tmp', emptyDir: {} },
      { name: 'conf', configMap: { name: 'orders-1' } },
    ],
    initContainers: [{ name: 'migrate', image: 'orders:1' }],
    containers: [
      {
        name: 'app',
        image: 'orders:1',
        args: ['--sink=a'],
        env: [
          { name: 'LOG_LEVEL', value: 'info' },
          { name: 'DB_PASSWORD', value: 'old-s3cret' },
          { name: 'GONE', value: 'x' },
          { name: 'MOVED', value: '' },
        ],
        envFrom: [{ secretRef: { name: 'orders-1' } }],
        ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
        resources: { limits: { memory: '256Mi' } },
        readinessProbe: { httpGet: { path: '/', port: 'http' } },
        volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
      },
      { name: 'proxy', image: 'proxy:1', env: [{ name: 'A', value: 'b' }] },
    ],
  },
};

const after = {
  metadata: {
    labels: { app: 'orders', tier: 'web' },
    annotations: { note: 'b' },
  },
  spec: {
    serviceAccountName: 'orders-2',
    serviceAccount: 'orders-2',
    nodeSelector: { pool: 'large' },
    tolerations: [{ key: 'large', operator: 'Exists' }],
    affinity: { podAntiAffinity: { weight: 1 } },
    securityContext: { runAsUser: 2 },
    terminationGracePeriodSeconds: 60,
    volumes: [
      { name: 'tmp', emptyDir: {} },
      { name: 'conf', configMap: { name: 'orders-2' } },
    ],
    initContainers: [{ name: 'migrate', image: 'orders:2' }],
    containers: [
      {
        name: 'app',
        image: 'orders:2',
        command: ['run', 'two words'],
        args: ['--sink=b'],
        env: [
          { name: 'LOG_LEVEL', value: 'debug' },
          { name: 'DB_PASSWORD', value: 'new-s3cret' },
          {
            name: 'MOVED',
            valueFrom: { secretKeyRef: { name: 'orders', key: 'moved' } },
          },
        ],
        envFrom: [{ configMapRef: { name: 'orders' }, prefix: 'O_' }],
        ports: [{ name: 'http', containerPort: 8081, protocol: 'TCP' }],
        resources: { limits: { memory: '512Mi' }, requests: { cpu: '1' } },
        readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
        volumeMounts: [{ name: 'conf', mountPath: '/tmp', readOnly: true }],
      },
      { name: 'logs', image: 'logs:1' },
    ],
  },
};

function diff(withValues: boolean, a: unknown = before, b: unknown = after) {
  return diffTemplates(podTemplateSchema.parse(a), podTemplateSchema.parse(b), {
    withValues,
  });
}

describe('diffTemplates', () => {
  const changed = (
    part: string,
    name: string | undefined,
    from: string,
    to: string,
    container: string | undefined = 'app',
  ) => ({ part, container, name, change: 'changed', before: from, after: to });

  it('lists each change of every part, containers first', () => {
    const app = { container: 'app' };
    expect(diff(true)).toEqual([
      changed('image', undefined, 'orders:1', 'orders:2'),
      changed('env', 'LOG_LEVEL', 'info', 'debug'),
      changed('env', 'DB_PASSWORD', '***', '***'),
      changed('env', 'MOVED', '', '{secretKeyRef: {name: orders, key: moved}}'),
      {
        ...app,
        part: 'envFrom',
        name: 'ConfigMap orders',
        change: 'added',
        after: 'O_',
      },
      changed('resources', 'limits.memory', '256Mi', '512Mi'),
      {
        ...app,
        part: 'resources',
        name: 'requests.cpu',
        change: 'added',
        after: '1',
      },
      {
        ...app,
        part: 'command',
        name: 'command',
        change: 'added',
        after: 'run "two words"',
      },
      changed('command', 'args', '--sink=a', '--sink=b'),
      changed('port', 'http', '8080/TCP', '8081/TCP'),
      changed('mount', '/tmp', '{name: tmp}', '{name: conf, readOnly: true}'),
      changed('probe', 'readiness.httpGet.path', '/', '/ready'),
      {
        container: 'logs',
        part: 'container',
        name: undefined,
        change: 'added',
        after: 'logs:1',
      },
      changed('image', undefined, 'orders:1', 'orders:2', 'migrate'),
      { ...app, part: 'env', name: 'GONE', change: 'removed', before: 'x' },
      {
        ...app,
        part: 'envFrom',
        name: 'Secret orders-1',
        change: 'removed',
        before: '',
      },
      {
        container: 'proxy',
        part: 'container',
        name: undefined,
        change: 'removed',
        before: 'proxy:1',
      },
      ...[
        changed(
          'volume',
          'conf',
          '{configMap: {name: orders-1}}',
          '{configMap: {name: orders-2}}',
        ),
        { part: 'label', name: 'tier', change: 'added', after: 'web' },
        changed('annotation', 'note', 'a', 'b'),
        changed('serviceAccount', undefined, 'orders', 'orders-2'),
        changed('scheduling', 'nodeSelector.pool', 'general', 'large'),
        {
          part: 'scheduling',
          name: 'tolerations',
          change: 'added',
          after: '[{key: large, operator: Exists}]',
        },
        {
          part: 'scheduling',
          name: 'affinity.podAntiAffinity.weight',
          change: 'added',
          after: '1',
        },
        changed('security', 'runAsUser', '1', '2'),
        changed('other', 'terminationGracePeriodSeconds', '30', '60'),
      ].map(change => ({ ...change, container: undefined })),
    ]);
  });

  it('lists only names of configuration if values are withheld', () => {
    const changes = diff(false);
    const shown = changes.filter(
      c => c.before !== undefined || c.after !== undefined,
    );
    expect(new Set(shown.map(({ part }) => part))).toEqual(
      new Set([
        'container',
        'image',
        'label',
        'port',
        'resources',
        'scheduling',
        'serviceAccount',
      ]),
    );
    const names = (list: typeof changes) =>
      list.map(({ part, container, name, change }) => ({
        part,
        container,
        name,
        change,
      }));
    expect(names(changes)).toEqual(names(diff(true)));
  });

  it('never shows a value that looks secret', () => {
    expect(JSON.stringify(diff(true))).not.toContain('s3cret');
  });

  it('finds no change between equal templates', () => {
    expect(diff(true, before, before)).toEqual([]);
  });
});

describe('templateOf', () => {
  it.each([
    ['ReplicaSet', 'replicaset', 'spec.template'],
    [
      'ControllerRevision',
      'controllerrevision-container-yard',
      'data.spec.template',
    ],
    [
      'ControllerRevision',
      'controllerrevision-tide-gauge',
      'data.spec.template',
    ],
  ] as const)(
    'reads the template of a %s as recorded in %s',
    (kind, name, place) => {
      const template = templateOf(kind, recorded(name));
      expect(template.spec.containers[0].image).toMatch(/harbour/);
      expect(Object.keys(template.metadata.labels)).not.toContain(
        'pod-template-hash',
      );
      const other = templateOf(
        kind,
        fixtureWith(name, { [`${place}.spec.containers.0.image`]: 'other:1' }),
      );
      expect(
        diffTemplates(template, other, { withValues: true }),
      ).toMatchObject([{ part: 'image', after: 'other:1' }]);
      const yaml = parse(templateYaml(template));
      expect(yaml.spec.containers[0].image).toBe(
        template.spec.containers[0].image,
      );
      expect(JSON.stringify(yaml)).not.toContain('$patch');
    },
  );
});
