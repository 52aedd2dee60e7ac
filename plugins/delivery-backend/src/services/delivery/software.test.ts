import type { TemplateRecord } from '../../kubernetes';
import { softwareOf } from './software';

function template(
  mainImage: string,
  rest: Partial<TemplateRecord> = {},
): TemplateRecord {
  return { images: [mainImage], mainImage, containers: ['orders'], ...rest };
}

describe('softwareOf', () => {
  it.each([
    ['registry:5000/team/orders:1.8.0', { value: '1.8.0', from: 'tag' }],
    ['registry:5000/team/orders', { value: 'latest', from: 'tag' }],
    ['orders', { value: 'latest', from: 'tag' }],
    ['', undefined],
    [
      `orders@sha256:${'0123456789abcdef'.repeat(4)}`,
      { value: '0123456789ab', from: 'digest' },
    ],
    [`orders:2.0@sha256:${'ab'.repeat(32)}`, { value: '2.0', from: 'tag' }],
  ])('reads the version of %s', (image, version) => {
    expect(softwareOf(template(image), []).version).toEqual(version);
  });

  it('uses a label and a commit that changed with the image', () => {
    const now = template('orders:1.8.1', {
      versionLabel: '1.8.1-final',
      commit: 'bbb',
    });
    const before = template('orders:1.8.0', {
      versionLabel: '1.8.0-final',
      commit: 'aaa',
    });
    expect(softwareOf(now, [before])).toMatchObject({
      version: { value: '1.8.1-final', from: 'label' },
      commit: 'bbb',
    });
  });

  it('ignores a label and a commit that kubectl set image left unchanged', () => {
    const stamp = { versionLabel: '1.8.0', commit: 'aaa' };
    const before = template('orders:1.8.0', stamp);
    const now = template('orders:1.8.1', stamp);
    expect(softwareOf(now, [before])).toMatchObject({
      version: { value: '1.8.1', from: 'tag' },
      commit: undefined,
    });
    expect(softwareOf(before, [])).toMatchObject({
      version: { value: '1.8.0', from: 'label' },
      commit: 'aaa',
    });
  });

  it('uses them if only a sidecar or the environment changed', () => {
    const stamp = { versionLabel: '1.8.0', commit: 'aaa' };
    const before = template('orders:1.8.0', stamp);
    const now = { ...before, images: ['orders:1.8.0', 'proxy:2'] };
    expect(softwareOf(now, [before]).commit).toBe('aaa');
  });
});
