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

interface Subject {
  kind: string;
  name: string;
  namespace?: string;
}

function documentsOf(file: string) {
  return parseAllDocuments(
    readFileSync(
      path.join(import.meta.dirname, '../../docs/operations', `${file}.yaml`),
      'utf8',
    ),
  ).map(document => document.toJS());
}

const documents = ['rbac', 'rbac-namespace', 'rbac-new-namespaces'].flatMap(
  documentsOf,
);

function rulesOf(role: string): Rule[] {
  const found = documents.find(
    ({ kind, metadata }) => kind === 'ClusterRole' && metadata.name === role,
  );
  return found?.rules ?? assert.fail(`rbac.yaml has no ClusterRole ${role}`);
}

describe('docs/operations/rbac*.yaml', () => {
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
          resources: ['analysisruns', 'rollouts'],
          verbs: ['get', 'list', 'watch'],
        },
        {
          resources: ['virtualservices'],
          verbs: ['get', 'list', 'watch'],
        },
      ],
    );
  });

  it('gives the read account no configuration values, no impersonation, no access into pods and no wildcards', () => {
    const asked = rulesOf('fairway-read').flatMap(rule => [
      ...rule.resources,
      ...rule.apiGroups,
      ...rule.verbs,
    ]);
    const refused =
      /^(\*|secrets|configmaps|serviceaccounts.*|users|groups|impersonate|bind|escalate|pods\/.*|.*\/proxy|rbac\..*)$/;
    assert.deepEqual(
      asked.filter(word => refused.test(word)),
      [],
    );
  });

  it('binds rights of the act account in the whole cluster only to create namespaces', () => {
    const boundTo = (kind: string) =>
      documents
        .filter(
          document =>
            document.kind === kind &&
            document.subjects.some(
              ({ name }: Subject) => name === 'fairway-act',
            ),
        )
        .map(({ roleRef }) => roleRef.name)
        .sort();
    assert.deepEqual(boundTo('ClusterRoleBinding'), [
      'fairway-create-namespaces',
    ]);
    assert.deepEqual(boundTo('RoleBinding'), [
      'fairway-apply',
      'fairway-prune',
    ]);
    assert.ok(
      documentsOf('rbac').every(
        ({ kind, subjects }) =>
          kind !== 'ClusterRoleBinding' ||
          subjects.every(({ name }: Subject) => name === 'fairway-read'),
      ),
    );
  });

  it('limits where the act account creates RoleBindings to namespaces of the portal', () => {
    const [policy] = documentsOf('rbac-new-namespaces').filter(
      ({ kind }) => kind === 'ValidatingAdmissionPolicy',
    );
    const limited = policy.spec.matchConstraints.resourceRules.flatMap(
      ({ resources }: Rule) => resources,
    );
    const created = rulesOf('fairway-create-namespaces')
      .filter(({ verbs }) => verbs.includes('create'))
      .flatMap(({ resources }) => resources);
    assert.deepEqual(limited, created);
    assert.equal(policy.spec.failurePolicy, 'Fail');
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
