import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { parseAllDocuments } from 'yaml';

interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

const documents = parseAllDocuments(
  readFileSync(
    path.join(import.meta.dirname, '../../docs/operations/rbac.yaml'),
    'utf8',
  ),
).map(document => document.toJS());

function rulesOf(role: string): Rule[] {
  const found = documents.find(
    ({ kind, metadata }) => kind === 'ClusterRole' && metadata.name === role,
  );
  return found?.rules ?? assert.fail(`rbac.yaml has no ClusterRole ${role}`);
}

describe('docs/operations/rbac.yaml', () => {
  it('does not let the read account change anything', () => {
    const verbs = new Set(rulesOf('fairway-read').flatMap(rule => rule.verbs));
    assert.deepEqual([...verbs].sort(), ['get', 'list', 'watch']);
  });

  it('lets the read account follow rollouts with steps and their routes', () => {
    const asked = ['argoproj.io', 'networking.istio.io'].map(group =>
      rulesOf('fairway-read').filter(({ apiGroups }) =>
        apiGroups.includes(group),
      ),
    );
    assert.deepEqual(
      asked.flat().map(({ resources, verbs }) => ({ resources, verbs })),
      [
        {
          resources: ['analysisruns', 'experiments', 'rollouts'],
          verbs: ['get', 'list', 'watch'],
        },
        {
          resources: ['destinationrules', 'virtualservices'],
          verbs: ['get', 'list', 'watch'],
        },
      ],
    );
  });

  for (const role of ['fairway-read', 'fairway-act']) {
    it(`gives ${role} no configuration values, no impersonation, no access into pods and no wildcards`, () => {
      const asked = rulesOf(role).flatMap(rule => [
        ...rule.resources,
        ...rule.apiGroups,
        ...rule.verbs,
      ]);
      const refused =
        /^(\*|secrets|configmaps|serviceaccounts.*|users|groups|impersonate|bind|escalate|pods\/(exec|attach|portforward|proxy)|.*\/proxy|rbac\..*)$/;
      assert.deepEqual(
        asked.filter(word => refused.test(word)),
        [],
      );
    });
  }

  it('does not let the act account create objects', () => {
    const verbs = new Set(rulesOf('fairway-act').flatMap(rule => rule.verbs));
    assert.deepEqual([...verbs].sort(), ['delete', 'get', 'patch']);
  });

  it('does not let apply delete, read Secrets or grant rights', () => {
    const rules = rulesOf('fairway-apply');
    const verbs = new Set(rules.flatMap(rule => rule.verbs));
    assert.deepEqual([...verbs].sort(), ['create', 'get', 'patch']);
    const asked = rules.flatMap(rule => [...rule.resources, ...rule.apiGroups]);
    assert.deepEqual(
      asked.filter(word => /^(\*|secrets|pods.*|nodes|rbac\..*)$/.test(word)),
      ['secrets'],
    );
    assert.deepEqual(
      rules.find(({ resources }) => resources.includes('secrets')),
      { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
    );
  });

  it('lets prune delete the kinds that may be applied, except claims, Secrets and Namespaces', () => {
    const of = (role: string, verb: string) =>
      rulesOf(role)
        .filter(({ verbs }) => verbs.includes(verb))
        .flatMap(({ apiGroups, resources }) =>
          resources.map(resource => `${apiGroups}/${resource}`),
        )
        .sort();
    const claims = '/persistentvolumeclaims';
    const deleted = of('fairway-prune', 'delete');
    assert.deepEqual(
      deleted,
      of('fairway-apply', 'patch').filter(each => each !== claims),
    );
    assert.deepEqual(of('fairway-prune', 'list'), [...deleted, claims].sort());
    const verbs = new Set(rulesOf('fairway-prune').flatMap(each => each.verbs));
    assert.deepEqual([...verbs].sort(), ['delete', 'list']);
  });
});
