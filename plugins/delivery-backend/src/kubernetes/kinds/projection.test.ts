import { readdirSync } from 'node:fs';
import path from 'node:path';
import { recorded, fixtureWith } from '../../__testUtils__/recorded';
import { jobKinds, workloadKinds } from './watchedKinds';

const names = readdirSync(path.join(__dirname, '../projection/__fixtures__'))
  .filter(file => file.endsWith('.json'))
  .map(file => path.basename(file, '.json'));

function project(object: unknown) {
  const { kind } = object as { kind: string };
  const watched = [...workloadKinds, ...jobKinds].find(w => w.kind === kind);
  if (!watched) throw new Error(`The kind ${kind} is not watched`);
  return watched.project(object);
}

// Places that hold secrets, their names, or long texts that nobody needs.
const PRIVATE = [
  'env',
  'envFrom',
  'args',
  'volumes',
  'managedFields',
  'kubectl.kubernetes.io/last-applied-configuration',
];

/** An object in which every text in a private place is marked. */
function marked(value: unknown, place?: string): unknown {
  if (typeof value === 'string') return place ? `PRIVATE ${place}` : value;
  if (Array.isArray(value)) return value.map(item => marked(item, place));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      // The manager and time of a managed field and the claim of a volume may be kept.
      const isKept =
        (place === 'managedFields' && ['time', 'manager'].includes(key)) ||
        (place === 'volumes' && key === 'claimName');
      if (isKept) return [key, inner];
      return [key, marked(inner, place ?? PRIVATE.find(name => name === key))];
    }),
  );
}

describe('the projections of the watched kinds', () => {
  it.each(names)('reads the kind and uid of %s', name => {
    const object = recorded(name);
    expect(project(object)).toMatchObject({
      kind: (object as { kind: string }).kind,
      uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it('keeps no environment, Secret, argument or managed field', () => {
    const objects = names.map(name => marked(recorded(name)));
    const text = JSON.stringify(objects);
    expect(PRIVATE.filter(place => !text.includes(`PRIVATE ${place}`))).toEqual(
      [],
    );
    for (const object of objects) {
      expect(JSON.stringify(project(object))).not.toMatch(
        /PRIVATE|secretRef|"f:/,
      );
    }
  });

  it.each([
    ['deployment-ready', 'spec.template', ['spec', 'template']],
    ['statefulset', 'metadata.uid', ['metadata', 'uid']],
    ['daemonset', 'metadata', ['metadata']],
    ['replicaset', 'spec.template.spec', ['spec', 'template', 'spec']],
    ['controllerrevision-tide-gauge', 'revision', ['revision']],
    ['controllerrevision-tide-gauge', 'data', ['data']],
    ['pod-ready', 'spec', ['spec']],
    ['pod-ready', 'metadata.namespace', ['metadata', 'namespace']],
  ])(
    'rejects a %s without %s, and names what is missing',
    (name, at, issue) => {
      const broken = fixtureWith(name, { [at]: undefined });
      expect(() => project(broken)).toThrow(
        expect.objectContaining({
          name: expect.stringContaining('ZodError'),
          issues: expect.arrayContaining([
            expect.objectContaining({ path: issue }),
          ]),
        }),
      );
    },
  );

  it('shows nothing of an object that it rejects', () => {
    const broken = fixtureWith('deployment-ready', {
      'spec.template.spec.containers': [
        { name: 'a', image: { password: 'hunter2' }, env: 'hunter2' },
      ],
    });
    expect(() => project(broken)).toThrow(
      expect.objectContaining({
        message: expect.not.stringContaining('hunter2'),
      }),
    );
  });
});
