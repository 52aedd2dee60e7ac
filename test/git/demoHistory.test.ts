import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { demoHistory } from './demoHistory.ts';
import type { WrittenHistory } from './demoHistory.ts';
import type { Person, Service } from './demoRepository.ts';
import { fastImport } from './fastImport.ts';

const service: Service = {
  name: 'tide-gauge',
  description: 'Reads the gauges',
  language: 'go',
  team: 'port-operations',
  entity: 'kind: Component\n',
};
const maren: Person = {
  name: 'maren.visser',
  displayName: 'Maren Visser',
  email: 'maren.visser@harbour.example',
  team: 'port-operations',
};
const written: WrittenHistory = {
  main: [
    ['maren.visser', 'Read the gauge at the south lock'],
    ['maren.visser', 'Release 0.8.0'],
    ['maren.visser', 'Read the gauge at the north lock – twice'],
  ],
  branches: { 'feature/wind': [['maren.visser', 'Read the wind']] },
};
const description = { author: maren, message: 'Describe it' };
const make = (history: WrittenHistory = written) =>
  demoHistory(service, history, [maren], description);

describe('demoHistory', () => {
  const { commits } = make();

  it('creates a tagged release of the commits before it', () => {
    const release = commits.find(({ tag }) => tag === 'v0.8.0');
    assert.deepEqual(release?.files, {
      'CHANGELOG.md':
        '# Changelog\n\n## 0.8.0\n\n- Read the gauge at the south lock\n',
      VERSION: '0.8.0\n',
    });
  });

  it('has a change in every commit, on a working day, after the previous commit', () => {
    const onMain = commits.filter(({ branch }) => branch === 'main');
    onMain.forEach(({ date, files }, index) => {
      const day = new Date(date * 1000).getUTCDay();
      assert.ok(day >= 1 && day <= 5);
      assert.ok(index === 0 || date > onMain[index - 1].date);
      assert.ok(Object.keys(files).length > 0);
    });
  });

  it('starts a branch at the last release', () => {
    const [first] = commits.filter(({ branch }) => branch === 'feature/wind');
    assert.equal(first.from, 'v0.8.0');
    assert.ok(!first.files['main.go'].includes('north lock'));
    assert.ok(first.files['main.go'].includes('Read the wind'));
  });

  it('is deterministic, so that its commits have the same hashes', () => {
    assert.equal(fastImport(make()), fastImport(make()));
  });

  it('reports an unknown author', () => {
    assert.throws(
      () => make({ main: [['nobody', 'Try']], branches: {} }),
      /tide-gauge: unknown author 'nobody'/,
    );
  });
});

describe('fastImport', () => {
  it('counts the bytes of a text', () => {
    const message = 'Read the gauge at the north lock – twice\n';
    assert.ok(
      fastImport(make()).includes(
        `data ${Buffer.byteLength(message)}\n${message}`,
      ),
    );
  });
});
